using System.Globalization;
using Spectre.Console;

namespace ApiBridge.CommandLine.Poison;

/// <summary>A table of messages, for a person.</summary>
internal static class MessageTable
{
    // A file or a pipe has no width; a row of it is a line.
    private const int Unbounded = 10_000;

    public static void Write(QueueView view, DateTimeOffset now, TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = Unbounded;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("key, or id", "reason", "attempt", "first seen", "age", "no event, because");
        foreach (var message in view.Shown)
        {
            string[] cells =
            [
                message.Name,
                message.Event?.Reason.ToString() ?? string.Empty,
                message.Event?.Attempt.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
                message.Event?.Started.UtcDateTime.ToString("u", CultureInfo.InvariantCulture) ?? string.Empty,
                Age(now - message.KeptSince),
                message.Problem ?? string.Empty,
            ];
            table.AddRow(cells.Select(cell => new Text(cell)));
        }

        console.WriteLine($"{view.Queue}: {(view.Shown.Count == 1 ? "1 message" : $"{view.Shown.Count} messages")}{(view.Unseen > 0 ? $" of about {view.Count}" : string.Empty)}");
        console.Write(table);
    }

    private static string Age(TimeSpan age) => age switch
    {
        { TotalDays: >= 1 } => $"{age.Days} d {age.Hours} h",
        { TotalHours: >= 1 } => $"{age.Hours} h {age.Minutes} min",
        { TotalMinutes: >= 1 } => $"{age.Minutes} min",
        _ => $"{Math.Max(0, age.Seconds)} s",
    };
}
