using System.Globalization;
using ApiBridge.Benchmarking;
using ApiBridge.Benchmarking.Results;
using ApiBridge.Benchmarking.Rigging;
using ApiBridge.EventBridge.Bench.Rigging;

namespace ApiBridge.EventBridge.Bench.Figures;

/// <summary>What it costs to start the bridge anew over many APIs with nothing left to do.</summary>
internal sealed class RestartOverConverged : IFigure<Rig>
{
    private const int Apis = 10_000;
    private const int Restarts = 5;

    // The Canvas wants to see an API 30 s after it was made: a restart in between may take a third of that.
    private static readonly TimeSpan LongestToReady = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MostProcessorTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(3);

    public string Name => FigureNames.Restart;

    public string Description => string.Create(CultureInfo.InvariantCulture, $"{Restarts} starts over {Apis:#,0} converged APIs");

    public async Task<IReadOnlyList<Reading>> MeasureAsync(Rig rig, CancellationToken cancellationToken)
    {
        rig.LoadConverged(0, Apis);
        List<double> ready = [], processor = [];
        var messages = 0;
        for (var restart = 0; restart < Restarts; restart++)
        {
            await using var bridge = await rig.StartBridgeAsync(cancellationToken);
            ready.Add(bridge.TimeToReady.TotalSeconds);
            processor.Add(bridge.ProcessorTime.TotalSeconds);
            await Task.Delay(Watched, rig.Time, cancellationToken);
            messages += await bridge.WaitingAsync(cancellationToken) + (await rig.Messages.DrainAsync(cancellationToken)).Count;
        }

        await RefuseDeafnessAsync(rig, cancellationToken);
        return
        [
            new(string.Create(CultureInfo.InvariantCulture, $"Messages of {Restarts} restarts over {Apis:#,0} converged APIs"), $"{messages}", "0", messages == 0),
            Seconds("Restart until ready", new(ready), LongestToReady),
            Seconds("Processor time of a restart until ready", new(processor), MostProcessorTime),
        ];
    }

    // That nothing was sent counts only if something would have been.
    private static async Task RefuseDeafnessAsync(Rig rig, CancellationToken cancellationToken)
    {
        rig.Cluster.WriteApi(CanvasObjects.NewApi("new-while-the-bridge-was-away"));
        await using var bridge = await rig.StartBridgeAsync(cancellationToken);
        await rig.Messages.UntilAsync(1, cancellationToken);
    }

    private static Reading Seconds(string figure, Distribution seconds, TimeSpan bound) => new(
        figure,
        string.Create(CultureInfo.InvariantCulture, $"{seconds.Median:0.00} s ({seconds.Least:0.00}–{seconds.Greatest:0.00})"),
        string.Create(CultureInfo.InvariantCulture, $"≤ {bound.TotalSeconds} s"),
        seconds.Median <= bound.TotalSeconds);
}
