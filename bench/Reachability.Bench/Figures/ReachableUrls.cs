using System.Globalization;
using ApiBridge.Benchmarking;
using ApiBridge.Benchmarking.Results;
using ApiBridge.Reachability.Bench.Rigging;

namespace ApiBridge.Reachability.Bench.Figures;

/// <summary>
/// From the answer to an API's POST until its URL answers 200 through the gateway, and how that grows with the number of APIs; and how many URLs
/// a worker tries for an audit.
/// </summary>
internal sealed class ReachableUrls : IFigure<Rig>
{
    private static readonly TimeSpan Idleness = TimeSpan.FromSeconds(10);

    public string Name => FigureNames.Reachable;

    public string Description => string.Create(
        CultureInfo.InvariantCulture, $"APIs are created beside {Extent.None:#,0} to {Extent.Large:#,0} others, until their URLs answer; then all are audited");

    public async Task<IReadOnlyList<Reading>> MeasureAsync(Rig rig, CancellationToken cancellationToken)
    {
        var extent = rig.IsQuick ? Extent.Quick : Extent.Full;
        await rig.StartProductAsync([], cancellationToken);
        await WarmUpAsync(rig, extent, cancellationToken);
        List<Waits> all = [];
        foreach (var apis in extent.Sizes)
        {
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Beside {apis} APIs"));
            await rig.FillAsync(apis, cancellationToken);
            var backToBack = await TakeAsync(rig, extent.BackToBack, TimeSpan.Zero, cancellationToken);
            var afterIdleness = await TakeAsync(rig, extent.AfterIdleness, Idleness, cancellationToken);
            all.Add(new(apis, backToBack, afterIdleness));
            await Console.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{apis} APIs: {new Distribution(backToBack).Median:0} ms one after another, {new Distribution(afterIdleness).Median:0} ms after idleness"));
        }

        return [.. Waits.Readings(all, rig.PollingInterval), await Audit.MeasureAsync(rig, extent.Sizes[^1], cancellationToken)];
    }

    private static async Task WarmUpAsync(Rig rig, Extent extent, CancellationToken cancellationToken)
    {
        await rig.FillAsync(extent.WarmUp, cancellationToken);
        await rig.FillAsync(Extent.None, cancellationToken);
    }

    // The first does not count: the worker may have slept before it.
    private static async Task<IReadOnlyList<double>> TakeAsync(Rig rig, int count, TimeSpan pause, CancellationToken cancellationToken)
    {
        using var samples = await rig.BeginSamplesAsync(count + 1, cancellationToken);
        await samples.NextAsync(TimeSpan.Zero, cancellationToken);
        List<double> milliseconds = [];
        while (milliseconds.Count < count)
        {
            milliseconds.Add((await samples.NextAsync(pause, cancellationToken)).TotalMilliseconds);
        }

        await samples.RemoveAsync(cancellationToken);
        return milliseconds;
    }
}
