using System.Globalization;
using ApiBridge.Benchmarking.Results;
using ApiBridge.Benchmarking.Rigging;
using ApiBridge.Worker.Bench.Rigging;

namespace ApiBridge.Worker.Bench.Figures;

/// <summary>
/// How long a new API waits for its URL while there is no worker: the bridge sends its message, and a worker is started as soon as the queue
/// holds it. What KEDA and Kubernetes add is left out.
/// </summary>
internal static class ColdStart
{
    private const int Starts = 5;
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // Longer than the bridge spaces its messages about one object.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    // The Canvas wants a URL within 60 s, of which KEDA, the pod and the pull of its image take their share.
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    public static string Description => string.Create(CultureInfo.InvariantCulture, $"{Starts} starts of a worker for one new API");

    public static async Task<IReadOnlyList<Reading>> MeasureAsync(Rig rig, CancellationToken cancellationToken)
    {
        List<WorkerStart> starts = [];
        await using (var bridge = await rig.StartBridgeAsync(cancellationToken))
        {
            // The first start reads the programs from the disk, and its message is the bridge's first.
            for (var number = 0; number <= Starts; number++)
            {
                var start = await StartAsync(rig, bridge, cancellationToken);
                if (number > 0)
                {
                    starts.Add(start);
                }
            }
        }

        await rig.Cluster.ClearAsync(cancellationToken);
        return
        [
            new("New API until its message is in the queue, through the bridge", Milliseconds(starts, start => start.Queued)),
            Bounded("Start of a worker until its first function begins, its message waiting", starts, start => start.Begun, LongestStart),
            new("Start of a worker until its first function has ended", Milliseconds(starts, start => start.Ended)),
            Bounded("New API until it has its URL, no worker before its message waits", starts, start => start.Url, LongestWait),
        ];
    }

    private static async Task<WorkerStart> StartAsync(Rig rig, BridgeProcess bridge, CancellationToken cancellationToken)
    {
        var created = rig.Time.GetLocalNow();
        var api = (await rig.CreateAsync(1, cancellationToken))[0];
        await rig.Queue.Messages.UntilAsync(1, cancellationToken);
        var queued = rig.Time.GetLocalNow();
        await using var host = rig.StartHost();
        await UrlAsync(rig, (string)api["metadata"]!["name"]!, cancellationToken);
        var hasUrl = rig.Time.GetLocalNow();
        await host.UntilAsync(static log => log.Ended > 0, "end a function", cancellationToken);
        await QuietAsync(rig, bridge, cancellationToken);
        return new(queued - created, host.Log.Begun[0] - host.Started, host.Log.Invocations[0].Ended - host.Started, hasUrl - created);
    }

    private static async Task UrlAsync(Rig rig, string name, CancellationToken cancellationToken)
    {
        for (var started = rig.Time.GetTimestamp(); !(await rig.ApisAsync(cancellationToken)).Any(now => now.Key.Name == name && now.Status.Url.Length > 0);)
        {
            if (rig.Time.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"A new API had no URL within {Patience}.");
            }

            await Task.Delay(LookInterval, rig.Time, cancellationToken);
        }
    }

    // What the bridge sends of the worker's writes is this worker's to take; the next one's first message must be its own.
    private static async Task QuietAsync(Rig rig, BridgeProcess bridge, CancellationToken cancellationToken)
    {
        for (var since = rig.Time.GetTimestamp(); rig.Time.GetElapsedTime(since) < Quiet;)
        {
            if (await bridge.WaitingAsync(cancellationToken) + await rig.Queue.Messages.CountAsync(cancellationToken) > 0)
            {
                since = rig.Time.GetTimestamp();
            }

            await Task.Delay(LookInterval, rig.Time, cancellationToken);
        }
    }

    private static Reading Bounded(string figure, IEnumerable<WorkerStart> starts, Func<WorkerStart, TimeSpan> of, TimeSpan most) => new(
        figure, Milliseconds(starts, of), $"≤ {Text.Of(most.TotalSeconds, "0")} s", starts.All(start => of(start) <= most));

    private static string Milliseconds(IEnumerable<WorkerStart> starts, Func<WorkerStart, TimeSpan> of) =>
        $"{Text.Of(new Distribution(starts.Select(start => of(start).TotalMilliseconds)), "0")} ms";
}
