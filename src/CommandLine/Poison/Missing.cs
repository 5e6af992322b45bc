using ApiBridge.Administration.Poison;
using ApiBridge.Domain;

namespace ApiBridge.CommandLine.Poison;

/// <summary>What was named on the command line and is not in the queue.</summary>
internal static class Missing
{
    /// <summary>Says so, a line each.</summary>
    /// <returns>Whether anything is missing.</returns>
    public static async Task<bool> ReportAsync(Selection selection, IReadOnlyList<PoisonedMessage> messages, string queue, TextWriter error)
    {
        var missing = selection.MissingIn(messages).ToList();
        foreach (var name in missing)
        {
            await error.WriteLineAsync($"{Excerpt.Of(name)} has no message in {queue}");
        }

        return missing.Count > 0;
    }
}
