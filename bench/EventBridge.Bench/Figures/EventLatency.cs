using System.Collections.Concurrent;
using System.Globalization;
using ApiBridge.Benchmarking;
using ApiBridge.Benchmarking.Results;
using ApiBridge.Benchmarking.Rigging;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Bench.Rigging;

namespace ApiBridge.EventBridge.Bench.Figures;

/// <summary>
/// How long after the API server stored a new API its message can be taken from the queue. Both ends are seen by this process, on one
/// clock; what the queue and the looking cost is told by messages that are sent without the bridge, in turns.
/// </summary>
internal sealed class EventLatency : IFigure<Rig>
{
    private const int Blocks = 5;
    private const int TurnsOfABlock = 2;
    private const int EventsOfATurn = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // An eighth of the two seconds after which an idle worker looks at the queue.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);

    public string Name => FigureNames.Latency;

    public string Description => string.Create(
        CultureInfo.InvariantCulture, $"{Blocks * TurnsOfABlock * EventsOfATurn} new APIs, {1 / Interval.TotalSeconds} a second, and as many messages sent without the bridge");

    public async Task<IReadOnlyList<Reading>> MeasureAsync(Rig rig, CancellationToken cancellationToken)
    {
        await using var bridge = await rig.StartBridgeAsync(cancellationToken);
        List<double> bridged = [], raw = [];

        await foreach (var (turn, counts) in rig.Queue.RoundsAsync(Blocks, TurnsOfABlock, cancellationToken))
        {
            var through = await TurnAsync(rig, $"bridged-{turn}", name => WriteAsync(rig, name), cancellationToken);
            var alone = await TurnAsync(rig, $"raw-{turn}", name => SendAsync(rig, name, cancellationToken), cancellationToken);
            if (counts)
            {
                bridged.AddRange(through);
                raw.AddRange(alone);
            }
        }

        Distribution latency = new(bridged), floor = new(raw);
        return
        [
            new("Event to message, p50 (without the bridge)", Milliseconds(latency.Median, floor.Median)),
            new(
                "Event to message, p99 (without the bridge)",
                Milliseconds(latency.Percentile(99), floor.Percentile(99)),
                string.Create(CultureInfo.InvariantCulture, $"≤ {Longest.TotalMilliseconds} ms"),
                latency.Percentile(99) <= Longest.TotalMilliseconds),
        ];
    }

    // In milliseconds: from the moment that an act returned, or began where it gives its own, until its message was taken.
    private static async Task<IEnumerable<double>> TurnAsync(
        Rig rig, string prefix, Func<string, Task<long>> act, CancellationToken cancellationToken)
    {
        var seen = SeeAsync(rig, cancellationToken);
        ConcurrentDictionary<string, Task<long>> begun = new(StringComparer.Ordinal);
        using var timer = new PeriodicTimer(Interval, rig.Time);
        for (var number = 0; number < EventsOfATurn; number++)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            var name = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number}");
            begun[name] = act(name);
        }

        var taken = await seen.WaitAsync(Patience, rig.Time, cancellationToken);
        await Task.WhenAll(begun.Values);
        await rig.Messages.DrainAsync(cancellationToken);
        return begun.Select(pair => rig.Time.GetElapsedTime(pair.Value.Result, taken[pair.Key]).TotalMilliseconds);
    }

    private static Task<long> WriteAsync(Rig rig, string name)
    {
        rig.Cluster.WriteApi(CanvasObjects.NewApi(name));
        return Task.FromResult(rig.Time.GetTimestamp());
    }

    private static async Task<long> SendAsync(Rig rig, string name, CancellationToken cancellationToken)
    {
        var body = new BinaryData(ApiEventCodec.Encode(new()
        {
            Id = Guid.NewGuid().ToString(),
            Source = "/clusters/127.0.0.1/apis/oda.tmforum.org/v1/exposedapis",
            Time = rig.Time.GetUtcNow(),
            Key = new("components", name, Guid.NewGuid().ToString()),
            Reason = EventReason.Changed,
            ResourceVersion = "1",
        }));
        var begun = rig.Time.GetTimestamp();
        await rig.Messages.SendAsync(body, cancellationToken);
        return begun;
    }

    /// <summary>Takes a turn's messages as they come, and notes when.</summary>
    private static async Task<Dictionary<string, long>> SeeAsync(Rig rig, CancellationToken cancellationToken)
    {
        Dictionary<string, long> taken = new(StringComparer.Ordinal);
        while (taken.Count < EventsOfATurn)
        {
            var bodies = await rig.Messages.TakeAsync(cancellationToken);
            var now = rig.Time.GetTimestamp();
            foreach (var body in bodies)
            {
                taken[EventMessages.NameIn(body)] = now;
            }

            await Task.Delay(LookInterval, rig.Time, cancellationToken);
        }

        return taken;
    }

    private static string Milliseconds(double through, double alone) =>
        string.Create(CultureInfo.InvariantCulture, $"{through:0.0} ms ({alone:0.0} ms)");
}
