using System.Globalization;
using ApiBridge.Benchmarking;
using ApiBridge.Benchmarking.Results;
using ApiBridge.Benchmarking.Rigging;
using ApiBridge.Worker.Bench.Rigging;

namespace ApiBridge.Worker.Bench.Figures;

/// <summary>
/// What the two settings of host.json that decide how many messages are in work do to a worker, with a gateway that takes as long as a real
/// one may. The pair in host.json is the one with the least in work that comes within a tenth of the best rate.
/// </summary>
internal sealed class BatchSizes : IFigure<Rig>
{
    private const int Apis = 500;
    private const int Turns = 3;
    private const double NearlyBest = 0.9;
    private static readonly TimeSpan GatewayDelay = TimeSpan.FromMilliseconds(50);
    private static readonly Batching[] Pairs = [new(8, 4), new(16, 8), new(16, 16), new(32, 16), new(16, 32), new(32, 32)];

    public string Name => FigureNames.Batches;

    public string Description => string.Create(
        CultureInfo.InvariantCulture, $"{Apis} new APIs with each of {string.Join<Batching>(", ", Pairs)}, and a gateway that takes {GatewayDelay.TotalMilliseconds} ms");

    public async Task<IReadOnlyList<Reading>> MeasureAsync(Rig rig, CancellationToken cancellationToken)
    {
        rig.SlowGateway(GatewayDelay);
        Dictionary<Batching, HostProcess> hosts = [];
        try
        {
            foreach (var pair in Pairs)
            {
                hosts[pair] = await rig.StartHeldHostAsync(cancellationToken, pair.Settings);
            }

            return Readings(rig.Batching, await BurstsAsync(rig, hosts, cancellationToken));
        }
        finally
        {
            foreach (var host in hosts.Values)
            {
                await host.DisposeAsync();
            }
        }
    }

    private static async Task<Dictionary<Batching, List<Burst>>> BurstsAsync(
        Rig rig, Dictionary<Batching, HostProcess> hosts, CancellationToken cancellationToken)
    {
        var bursts = Pairs.ToDictionary(pair => pair, _ => new List<Burst>());

        // A block for each pair, in turns, so that what else the machine does spoils no pair alone. In the first turn they compile their code.
        var blocks = Turns * Pairs.Length;
        await foreach (var (round, counts) in rig.Queue.RoundsAsync(blocks, 1, cancellationToken, blocksBefore: Pairs.Length))
        {
            var pair = Pairs[round / 2 % Pairs.Length];
            var burst = await rig.ReconcileAsync(hosts[pair], Apis, cancellationToken);
            if (counts)
            {
                bursts[pair].Add(burst);
            }
        }

        return bursts;
    }

    private static IReadOnlyList<Reading> Readings(Batching set, Dictionary<Batching, List<Burst>> bursts)
    {
        var rates = Pairs.ToDictionary(pair => pair, pair => new Distribution(bursts[pair].Select(burst => burst.Rate)));
        var chosen = Pairs.First(pair => rates[pair].Median >= NearlyBest * rates.Values.Max(rate => rate.Median));
        return
        [
            .. Pairs.Select(pair => new Reading($"batchSize/newBatchThreshold {pair}", Describe(rates[pair], bursts[pair]))),
            new("The least in work within a tenth of the best rate", chosen.ToString(), $"host.json says {set}", chosen == set),
        ];
    }

    private static string Describe(Distribution rate, List<Burst> bursts)
    {
        var durations = new Distribution(bursts.SelectMany(burst => burst.Milliseconds));
        return $"{Text.Of(rate, "0")} APIs/s, in work p50 {Text.Of(durations.Median, "0")} ms, p99 {Text.Of(durations.Percentile(99), "0")} ms";
    }
}
