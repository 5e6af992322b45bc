using System.Globalization;
using ApiBridge.Reconciliation.Observing;
using Spectre.Console;

namespace ApiBridge.CommandLine.Apis;

/// <summary>A table of what would be done, for a person.</summary>
internal static class PlanTable
{
    // A file or a pipe has no width; a row of it is a line.
    private const int Unbounded = 10_000;

    public static void Write(ClusterPlan plan, TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = Unbounded;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("API", "would", "entry", "gateway", "path", "why");
        foreach (var api in plan.Apis)
        {
            string[] cells = [$"{api.Namespace}/{api.Name}", $"{api.Would}", api.Entry, api.Gateway, api.Path ?? string.Empty, api.Why];
            table.AddRow(cells.Select(cell => new Text(cell)));
        }

        if (plan.Apis.Count > 0)
        {
            console.Write(table);
        }

        foreach (var (api, surprise) in plan.Apis.SelectMany(api => api.Surprises.Select(surprise => (api, surprise))))
        {
            console.WriteLine($"! {api.Namespace}/{api.Name}: {surprise}");
        }

        var counts = string.Join(", ", plan.Counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key} {count.Value}")));
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{plan.Apis.Count} {(plan.Apis.Count == 1 ? "API" : "APIs")}{(counts.Length > 0 ? $" ({counts})" : string.Empty)}; {plan.Surprises} with a surprise. Nothing was written."));
    }
}
