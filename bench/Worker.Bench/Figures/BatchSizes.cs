using System.Globalization;
using ApiBridge.Benchmarking;
using ApiBridge.Benchmarking.Results;
using ApiBridge.LocalStack.QueueTriggers;
using ApiBridge.Worker.Bench.Rigging;
using ApiBridge.Worker.Bench.Worker;

namespace ApiBridge.Worker.Bench.Figures;

/// <summary>
/// What the two settings of host.json that decide how many messages are in work do to a worker, with a gateway that takes as long as a real
/// one may. The pair in host.json is the one with the least in work that comes within a tenth of the best rate.
/// </summary>
internal sealed class BatchSizes : IFigure<Rig>
{
    private const int Apis = 500;
    private const int Rounds = 3;
    private const double NearlyBest = 0.9;
    private static readonly TimeSpan GatewayDelay = TimeSpan.FromMilliseconds(50);
    private static readonly Batching[] Pairs = [new(8, 4), new(16, 8), new(16, 16), new(32, 16), new(16, 32), new(32, 32)];

    public string Name => FigureNames.Batches;

    public string Description => string.Create(
        CultureInfo.InvariantCulture, $"{Apis} new APIs with each of {string.Join(", ", Pairs)}, and a gateway that takes {GatewayDelay.TotalMilliseconds} ms");

    public async Task<IReadOnlyList<Reading>> MeasureAsync(Rig rig, CancellationToken cancellationToken)
    {
        var host = HostJson.Read(Path.Combine(AppContext.BaseDirectory, "host.json"));
        rig.SlowGateway(GatewayDelay);
        var bursts = Pairs.ToDictionary(pair => pair, _ => new List<Burst>());
        await foreach (var (_, counts) in rig.Servers.RoundsAsync(Rounds, 1, cancellationToken))
        {
            // In turns, so that what else the machine does spoils no pair alone.
            foreach (var pair in Pairs)
            {
                var burst = await rig.ReconcileAsync(Apis, pair, cancellationToken);
                if (counts)
                {
                    bursts[pair].Add(burst);
                }
            }
        }

        var rates = Pairs.ToDictionary(pair => pair, pair => new Distribution(bursts[pair].Select(burst => burst.Rate)).Median);
        var chosen = Pairs.First(pair => rates[pair] >= NearlyBest * rates.Values.Max());
        var set = new Batching(host.BatchSize, host.NewBatchThreshold);
        return
        [
            .. Pairs.Select(pair => new Reading($"batchSize/newBatchThreshold {pair}", Describe(rates[pair], bursts[pair]))),
            new("The least in work within a tenth of the best rate", chosen.ToString(), $"host.json says {set}", chosen == set),
        ];
    }

    private static string Describe(double rate, List<Burst> bursts)
    {
        var durations = new Distribution(bursts.SelectMany(burst => burst.Worker.Milliseconds));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{rate:0} APIs/s, reconcile p50 {durations.Median:0} ms, p99 {durations.Percentile(99):0} ms, {bursts.Sum(burst => burst.Conflicts)} conflicts in {bursts.Count * Apis}");
    }
}
