using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ApiBridge.Domain;

namespace ApiBridge.CommandLine.Apis;

/// <summary>The option that says how long the workers are waited for.</summary>
internal static class PatienceOption
{
    private static readonly TimeSpan Default = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Makes one.</summary>
    /// <param name="start">From when on the time counts.</param>
    public static Option<TimeSpan> Make(string start) => new("--timeout")
    {
        Description = $"How long to wait for the workers{start}, as hh:mm:ss, at most a day.",
        DefaultValueFactory = _ => Default,
        CustomParser = Read,
    };

    // A plain number would be days.
    private static TimeSpan Read(ArgumentResult result)
    {
        var given = result.Tokens.Count > 0 ? result.Tokens[^1].Value : string.Empty;
        if (given.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(given, CultureInfo.InvariantCulture, out var patience)
            && patience > TimeSpan.Zero && patience <= Longest)
        {
            return patience;
        }

        result.AddError($"--timeout is '{Excerpt.Of(given)}': give a time above zero and of a day at most as hh:mm:ss; 5 s is 00:00:05");
        return default;
    }
}
