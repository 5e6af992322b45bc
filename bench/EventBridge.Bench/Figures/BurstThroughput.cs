using System.Globalization;
using System.Text.Json.Nodes;
using ApiBridge.Benchmarking;
using ApiBridge.Benchmarking.Results;
using ApiBridge.Benchmarking.Rigging;
using ApiBridge.EventBridge.Bench.Rigging;

namespace ApiBridge.EventBridge.Bench.Figures;

/// <summary>
/// How fast a burst of new APIs becomes messages, next to how fast the same messages can be sent by nobody but the queue's client.
/// Both are timed until the queue holds them all.
/// </summary>
internal sealed class BurstThroughput : IFigure<Rig>
{
    private const int Burst = 2_000;
    private const int Blocks = 5;
    private const int RoundsOfABlock = 3;
    private const int Parallelism = 8;
    private const double LeastRatio = 0.9;

    public string Name => FigureNames.Throughput;

    public string Description => string.Create(
        CultureInfo.InvariantCulture, $"{Blocks * RoundsOfABlock} rounds of {Burst} new APIs, and as many of the same messages sent without the bridge");

    public async Task<IReadOnlyList<Reading>> MeasureAsync(Rig rig, CancellationToken cancellationToken)
    {
        await using var bridge = await rig.StartBridgeAsync(
            cancellationToken, new KeyValuePair<string, string>("ApiBridge:Queue:Parallelism", Parallelism.ToString(CultureInfo.InvariantCulture)));
        List<double> bridged = [], raw = [], processor = [];

        await foreach (var (round, counts) in rig.Queue.RoundsAsync(Blocks, RoundsOfABlock, cancellationToken))
        {
            var before = bridge.ProcessorTime;
            var (through, messages) = await BridgeAsync(rig, round, cancellationToken);
            var used = bridge.ProcessorTime - before;
            var alone = await SendAsync(rig, messages, cancellationToken);
            if (counts)
            {
                bridged.Add(Burst / through.TotalSeconds);
                raw.Add(Burst / alone.TotalSeconds);
                processor.Add(used.TotalMilliseconds / Burst);
            }
        }

        var ratios = new Distribution(bridged.Zip(raw, (through, alone) => through / alone));
        return
        [
            new("Messages a second, through the bridge", Rate(new(bridged))),
            new("Messages a second, sent without it", Rate(new(raw))),
            new("Processor time of the bridge for a message", string.Create(CultureInfo.InvariantCulture, $"{new Distribution(processor).Median:0.00} ms")),
            new(
                "Throughput ÷ raw rate of SendMessage",
                string.Create(CultureInfo.InvariantCulture, $"{ratios.Median:0.00} ({ratios.Least:0.00}–{ratios.Greatest:0.00})"),
                string.Create(CultureInfo.InvariantCulture, $"≥ {LeastRatio}"),
                ratios.Median >= LeastRatio),
        ];
    }

    private static async Task<(TimeSpan Elapsed, IReadOnlyList<BinaryData> Messages)> BridgeAsync(
        Rig rig, int round, CancellationToken cancellationToken)
    {
        List<JsonObject> apis =
            [.. Enumerable.Range(0, Burst).Select(number => CanvasObjects.NewApi(string.Create(CultureInfo.InvariantCulture, $"burst-{round}-{number}")))];
        var started = rig.Time.GetTimestamp();
        apis.ForEach(rig.Cluster.WriteApi);
        await rig.Messages.UntilAsync(Burst, cancellationToken);
        var elapsed = rig.Time.GetElapsedTime(started);
        var messages = await rig.Messages.DrainAsync(cancellationToken);
        return messages.Select(EventMessages.NameIn).Distinct(StringComparer.Ordinal).Count() == Burst && messages.Count == Burst
            ? (elapsed, messages)
            : throw new InvalidOperationException($"{Burst} new APIs made {messages.Count} messages.");
    }

    private static async Task<TimeSpan> SendAsync(Rig rig, IReadOnlyList<BinaryData> messages, CancellationToken cancellationToken)
    {
        var started = rig.Time.GetTimestamp();
        var sends = Parallel.ForEachAsync(
            messages,
            new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken },
            async (body, stop) => await rig.Messages.SendAsync(body, stop));
        await rig.Messages.UntilAsync(Burst, cancellationToken);
        var elapsed = rig.Time.GetElapsedTime(started);
        await sends;
        await rig.Messages.DrainAsync(cancellationToken);
        return elapsed;
    }

    private static string Rate(Distribution rates) =>
        string.Create(CultureInfo.InvariantCulture, $"{rates.Median:0} ({rates.Least:0}–{rates.Greatest:0})");
}
