using Spectre.Console;

namespace ApiBridge.Benchmarking.Results;

/// <summary>Shows the readings to people.</summary>
internal static class ResultsTable
{
    public static void Write(IAnsiConsole console, Machine machine, IReadOnlyList<Reading> readings)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Figure", "Value", "Bound", "");
        foreach (var reading in readings)
        {
            table.AddRow(
                Markup.Escape(reading.Figure),
                Markup.Escape(reading.Value),
                Markup.Escape(reading.Bound),
                reading.Holds switch { true => "[green]holds[/]", false => "[red]missed[/]", null => "" });
        }

        console.WriteLine(machine.Name);
        console.WriteLine(machine.Run);
        console.Write(table);
        foreach (var missed in readings.Where(reading => reading.Holds == false))
        {
            console.MarkupLineInterpolated($"[red]Missed:[/] {missed.Figure} is {missed.Value}, not {missed.Bound}");
        }
    }
}
