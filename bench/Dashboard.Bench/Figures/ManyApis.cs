using System.Diagnostics;
using System.Globalization;
using ApiBridge.Benchmarking;
using ApiBridge.Benchmarking.Results;
using ApiBridge.Dashboard.Bench.Rigging;
using Microsoft.Playwright;

namespace ApiBridge.Dashboard.Bench.Figures;

/// <summary>How soon a browser shows ten thousand APIs, the first of them and all, how soon a filter has its effect, and what it costs in memory.</summary>
internal sealed class ManyApis : IFigure<Rig>
{
    private const int Starts = 3;
    private const int Filters = 20;
    private const double FirstPage = 2;
    private const double All = 10;
    private const double Filtered = 200;
    private const double MostMemory = 250;
    private static readonly float Patience = (float)TimeSpan.FromSeconds(60).TotalMilliseconds;

    public string Name => FigureNames.Dashboard;

    public string Description => string.Create(CultureInfo.InvariantCulture, $"{Rig.Apis} APIs in a browser, {Starts} starts, and {Filters} filters each");

    public async Task<IReadOnlyList<Reading>> MeasureAsync(Rig rig, CancellationToken cancellationToken)
    {
        List<double> first = [];
        List<double> all = [];
        List<double> filters = [];
        List<double> memory = [];
        for (var start = 0; start < Starts; start++)
        {
            await using var dashboard = await DashboardProgram.StartAsync(rig.Cluster, cancellationToken);
            var page = await rig.OpenAsync();
            var watch = Stopwatch.StartNew();
            await page.GotoAsync(dashboard.Url.AbsoluteUri);
            await page.WaitForSelectorAsync(".grid a.name", new() { Timeout = Patience });
            first.Add(watch.Elapsed.TotalSeconds);
            await ShownAsync(page, Rig.Apis);
            all.Add(watch.Elapsed.TotalSeconds);
            for (var filter = 0; filter < Filters; filter++)
            {
                filters.Add(await FilterAsync(page, filter));
            }

            memory.Add(dashboard.Memory.Resident / 1024.0);
            await page.CloseAsync();
        }

        var (firstPage, allPages, filtered, held) = (new Distribution(first), new Distribution(all), new Distribution(filters), new Distribution(memory));
        return
        [
            new("The first APIs in the browser", $"{Text.Of(firstPage, "0.00")} s", $"≤ {FirstPage} s", firstPage.Greatest <= FirstPage),
            new("All", $"{Text.Of(allPages, "0.00")} s", $"≤ {All} s", allPages.Greatest <= All),
            new("A filter, from the key to the grid, p95", $"{Text.Of(filtered.Percentile(95), "0")} ms", $"≤ {Filtered} ms", filtered.Percentile(95) <= Filtered),
            new("Memory with all of them", $"{Text.Of(held, "0")} MiB", $"≤ {MostMemory} MiB", held.Greatest <= MostMemory),
        ];
    }

    private static Task<IJSHandle> ShownAsync(IPage page, int count) => page.WaitForFunctionAsync(
        "count => document.querySelector('.said')?.dataset.shown === String(count)", count, new() { Timeout = Patience, PollingInterval = 5 });

    // The browser's own clock, from the event that a key makes to the first frame in which the number of rows has changed.
    private static Task<double> FilterAsync(IPage page, int filter) => page.EvaluateAsync<double>(
        """
        async filter => {
          const input = document.querySelector('.filters fluent-text-input');
          const said = document.querySelector('.said');
          const before = said.dataset.shown;
          const began = performance.now();
          input.value = filter % 2 === 0 ? String(1000 + filter) : '';
          input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
          while (said.dataset.shown === before && performance.now() - began < 10000) {
            await new Promise(requestAnimationFrame);
          }
          return performance.now() - began;
        }
        """,
        filter);
}
