using System.Globalization;
using ApiBridge.Administration;
using ApiBridge.Administration.Poison;

namespace ApiBridge.CommandLine.Poison;

/// <summary>A table of messages, for a person.</summary>
internal static class MessageTable
{
    public static void Write(QueueView view, DateTimeOffset now, TextWriter output)
    {
        TextTable.Write(
            output,
            $"{view.Queue}: {(view.Shown.Count == 1 ? "1 message" : $"{view.Shown.Count} messages")}{(view.Unseen > 0 ? $" of about {view.Count}" : string.Empty)}",
            ["key, or id", "reason", "attempt", "first seen", "age", "no event, because"],
            view.Shown.Select(message => (string[])
            [
                message.Name,
                message.Event?.Reason.ToString() ?? string.Empty,
                message.Event?.Attempt.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
                message.Event?.Started.UtcDateTime.ToString("u", CultureInfo.InvariantCulture) ?? string.Empty,
                Age.Of(now - message.KeptSince),
                message.Problem ?? string.Empty,
            ]));
    }
}
