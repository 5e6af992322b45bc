using System.Globalization;
using Spectre.Console;

namespace ApiBridge.LocalStack.Progress;

/// <summary>For a terminal: one table that is redrawn.</summary>
internal sealed class TableView(IAnsiConsole console) : IProgressView
{
    public Task ShowAsync(IAsyncEnumerable<ProgressSnapshot> snapshots) =>
        console.Live(Draw(new([], Outage: null))).StartAsync(async live =>
        {
            await foreach (var snapshot in snapshots)
            {
                live.UpdateTarget(Draw(snapshot));
            }
        });

    private static Table Draw(ProgressSnapshot snapshot)
    {
        var table = new Table().RoundedBorder().AddColumns("API", "Gateway", "Status URL", "Ready", "Reachable", "Component", "Message age");
        foreach (var api in snapshot.Apis)
        {
            table.AddRow(
                Markup.Escape($"{api.Namespace}/{api.Name}"),
                api.GatewayPath is null ? "[yellow]–[/]" : $"[green]{Markup.Escape(api.GatewayPath)}[/]",
                api.Problem is { } problem ? $"[red]{Markup.Escape(problem)}[/]" : Markup.Escape(api.Url),
                api.Ready ? "[green]true[/]" : "[yellow]false[/]",
                api.Reachability is "true" or "–" ? $"[green]{api.Reachability}[/]" : $"[yellow]{api.Reachability}[/]",
                Markup.Escape(api.Component ?? "–"),
                api.MessageAge is { } age ? string.Create(CultureInfo.InvariantCulture, $"{age.TotalMilliseconds:0} ms") : "–");
        }

        if (snapshot.Outage is { } outage)
        {
            table.Caption = new($"The cluster does not answer: {Markup.Escape(outage)}", new Style(Color.Red));
        }

        return table;
    }
}
