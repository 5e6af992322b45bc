using System.Globalization;
using ApiBridge.Benchmarking.Results;
using ApiBridge.Benchmarking.Rigging;
using ApiBridge.Worker.Bench.Rigging;

namespace ApiBridge.Worker.Bench.Figures;

/// <summary>
/// How fast one worker makes a burst of new APIs ready, next to how fast the same messages can be received and deleted by nobody but the
/// queue's client; and what the worker's two processes hold in memory after that.
/// </summary>
internal static class BurstToReady
{
    private const int Apis = 1_000;
    private const double LeastRatio = 0.5;

    // What the design allows a new API.
    private const double MostGatewayCalls = 1;
    private const double MostWrites = 3;

    // What keda/base/functions.yaml requests for a worker's pod, and what it allows one that has worked for long.
    private const double MostMemory = 384;
    private const double MostMemoryInTheEnd = 768;

    public static string Description => string.Create(CultureInfo.InvariantCulture, $"bursts of {Apis} new APIs, and as many messages received and deleted without a worker");

    public static async Task<IReadOnlyList<Reading>> MeasureAsync(Rig rig, CancellationToken cancellationToken)
    {
        // A worker compiles its code as it goes; in the first block it is not done with that. A real API server takes so long over a burst
        // that neither that nor the queue's pace is seen.
        var (before, blocks, rounds) = rig.Cluster.IsEmulated ? (1, 6, 2) : (0, 1, 3);
        await using var host = await rig.StartHeldHostAsync(cancellationToken);
        List<Burst> bursts = [];
        List<double> raw = [];
        List<Reading> memory = [];
        var rawBefore = 0.0;
        await foreach (var (round, counts) in rig.Queue.RoundsAsync(blocks, rounds, cancellationToken, before))
        {
            var burst = await rig.ReconcileAsync(host, Apis, cancellationToken);
            if (round == 0)
            {
                memory.Add(await MemoryAsync(rig, host, 1, MostMemory, cancellationToken));
            }

            var rawAfter = await rig.ReceiveAsync(rig.Batching, cancellationToken);
            if (counts)
            {
                // Azurite changes its pace as it warms up and ages. The mean of before and after is what it had in between.
                bursts.Add(burst);
                raw.Add(2 * Apis / (rawBefore + rawAfter));
            }

            rawBefore = rawAfter;
        }

        memory.Add(await MemoryAsync(rig, host, (before + blocks) * (1 + rounds), MostMemoryInTheEnd, cancellationToken));
        return [.. Rates(bursts, raw, rig.Cluster.IsEmulated), .. Requests(bursts), .. Costs(bursts), .. memory];
    }

    private static IEnumerable<Reading> Rates(List<Burst> bursts, List<double> raw, bool isBound)
    {
        var ratios = new Distribution(bursts.Zip(raw, (burst, alone) => burst.Rate / alone));
        yield return new("New APIs a second until ready, one worker, and as many messages", Text.Of(new Distribution(bursts.Select(burst => burst.Rate)), "0"));
        yield return new("Messages a second, received and deleted without it", Text.Of(new Distribution(raw), "0"));
        yield return new(
            "Ready ÷ raw rate of receive and delete",
            Text.Of(ratios, "0.00"),
            isBound ? Text.Of(LeastRatio, "≥ 0.0#") : "",
            isBound ? ratios.Median >= LeastRatio : null);
    }

    private static IEnumerable<Reading> Requests(List<Burst> bursts)
    {
        var (calls, writes) = (Each(bursts, burst => burst.GatewayCalls), Each(bursts, burst => burst.Writes));
        yield return new("Gateway calls for a new API", Text.Of(calls, "0.000"), Text.Of(MostGatewayCalls, "≤ 0"), calls <= MostGatewayCalls);
        yield return new(
            "API-server writes for a new API, its Component's among them", Text.Of(writes, "0.000"), Text.Of(MostWrites, "≤ 0"), writes <= MostWrites);
        if (bursts.TrueForAll(burst => burst.Reads is not null && burst.Conflicts is not null))
        {
            yield return new("API-server reads for a new API", Text.Of(Each(bursts, burst => burst.Reads!.Value), "0.00"));
            yield return new("Writes refused for a conflict, a new API", Text.Of(Each(bursts, burst => burst.Conflicts!.Value), "0.000"));
        }
    }

    private static IEnumerable<Reading> Costs(List<Burst> bursts)
    {
        var durations = new Distribution(bursts.SelectMany(burst => burst.Milliseconds));
        yield return new("A message in work at the host, p50 and p99", $"{Text.Of(durations.Median, "0")} ms, {Text.Of(durations.Percentile(99), "0")} ms");
        Func<ProcessorTimes, TimeSpan>[] parties = [times => times.Host, times => times.App, times => times.Servers, times => times.Queue];
        yield return new(
            "Processor time for a new API: host, app, API server with gateway, queue",
            string.Join(", ", parties.Select(party => $"{Text.Of(Each(bursts, burst => party(burst.Processor).TotalMilliseconds), "0.00")} ms")));
    }

    private static async Task<Reading> MemoryAsync(Rig rig, HostProcess host, int bursts, double most, CancellationToken cancellationToken)
    {
        await host.ReleaseAsync();
        var app = await ProcessMemory.AtRestAsync(() => host.AppMemory, rig.Time, cancellationToken);
        var own = host.Memory;
        await host.HoldAsync();
        return new(
            string.Create(CultureInfo.InvariantCulture, $"Resident after {bursts * Apis:#,0} APIs: host and app"),
            $"{MiB(own.Resident)} MiB + {MiB(app.Resident)} MiB",
            Text.Of(most, "≤ 0 MiB"),
            own.Resident + app.Resident <= most * 1024);
    }

    private static double Each(IEnumerable<Burst> bursts, Func<Burst, double> of) => bursts.Average(of) / Apis;

    private static string MiB(long kibibytes) => Text.Of(kibibytes / 1024d, "0");
}
