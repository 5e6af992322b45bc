using ApiBridge.Domain;
using Spectre.Console;

namespace ApiBridge.CommandLine;

/// <summary>A table, for a person. What stands in it may be anybody's: it is shown as text, and commands neither the terminal nor the table.</summary>
internal static class TextTable
{
    // A file or a pipe has no width; a row of it is a line.
    private const int Unbounded = 10_000;

    /// <summary>Writes one.</summary>
    public static void Write(TextWriter output, string? title, string[] columns, IEnumerable<string[]> rows)
    {
        var console = Open(output);
        if (title is not null)
        {
            console.WriteLine(title);
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns(columns);
        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(Excerpt.Of(cell, Excerpt.SentenceBytes))));
        }

        console.Write(table);
    }

    private static IAnsiConsole Open(TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = Unbounded;
        }

        return console;
    }
}
