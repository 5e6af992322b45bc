using System.Globalization;
using Spectre.Console;

namespace ApiBridge.LocalStack.Progress;

/// <summary>For a terminal: one table that is redrawn.</summary>
internal sealed class TableView(IAnsiConsole console) : IProgressView
{
    public Task ShowAsync(IAsyncEnumerable<IReadOnlyList<ApiProgress>> snapshots) =>
        console.Live(Draw([])).StartAsync(async live =>
        {
            await foreach (var snapshot in snapshots)
            {
                live.UpdateTarget(Draw(snapshot));
            }
        });

    private static Table Draw(IReadOnlyList<ApiProgress> snapshot)
    {
        var table = new Table().RoundedBorder().AddColumns("API", "Gateway", "Status URL", "Ready", "Component", "Message age");
        foreach (var api in snapshot)
        {
            table.AddRow(
                Markup.Escape($"{api.Namespace}/{api.Name}"),
                api.GatewayPath is null ? "[yellow]–[/]" : $"[green]{Markup.Escape(api.GatewayPath)}[/]",
                api.Problem is { } problem ? $"[red]{Markup.Escape(problem)}[/]" : Markup.Escape(api.Url),
                api.Ready ? "[green]true[/]" : "[yellow]false[/]",
                Markup.Escape(api.Component ?? "–"),
                api.MessageAge is { } age ? string.Create(CultureInfo.InvariantCulture, $"{age.TotalMilliseconds:0} ms") : "–");
        }

        return table;
    }
}
