using System.Globalization;
using ApiBridge.Benchmarking;
using ApiBridge.Benchmarking.Results;
using ApiBridge.LocalStack.QueueTriggers;
using ApiBridge.Worker.Bench.Rigging;
using ApiBridge.Worker.Bench.Worker;

namespace ApiBridge.Worker.Bench.Figures;

/// <summary>
/// How fast one worker makes a burst of new APIs ready, next to how fast the same messages can be received and deleted by nobody but the
/// queue's client.
/// </summary>
internal sealed class BurstToReady : IFigure<Rig>
{
    private const int Apis = 1_000;
    private const int Blocks = 6;
    private const int RoundsOfABlock = 2;
    private const double LeastRatio = 0.8;

    // What the design allows a new API.
    private const double MostGatewayCalls = 1;
    private const double MostWrites = 3;

    public string Name => FigureNames.Worker;

    public string Description => string.Create(
        CultureInfo.InvariantCulture, $"{Blocks * RoundsOfABlock} rounds of {Apis} new APIs, and as many messages received and deleted without a worker");

    public async Task<IReadOnlyList<Reading>> MeasureAsync(Rig rig, CancellationToken cancellationToken)
    {
        var host = HostJson.Read(Path.Combine(AppContext.BaseDirectory, "host.json"));
        var batching = new Batching(host.BatchSize, host.NewBatchThreshold);
        List<Burst> bursts = [];
        List<double> raw = [];
        var rawBefore = 0.0;

        // A worker compiles its code as it goes; in the first block it is not done with that.
        await foreach (var (_, counts) in rig.Servers.RoundsAsync(Blocks, RoundsOfABlock, cancellationToken, blocksBefore: 1))
        {
            var burst = await rig.ReconcileAsync(Apis, batching, cancellationToken);
            var rawAfter = (await rig.ReceiveAsync(batching, cancellationToken)).Seconds;
            if (counts)
            {
                // Azurite changes its pace as it warms up and ages. The mean of before and after is what it had in between.
                bursts.Add(burst);
                raw.Add(2 * Apis / (rawBefore + rawAfter));
            }

            rawBefore = rawAfter;
        }

        var ratios = new Distribution(bursts.Zip(raw, (burst, alone) => burst.Rate / alone));
        var (calls, writes) = (Each(bursts, burst => burst.GatewayCalls), Each(bursts, burst => burst.Writes));
        return
        [
            new("New APIs a second until ready, one worker", Spread(new(bursts.Select(burst => burst.Rate)), "0")),
            new("Messages a second, received and deleted without it", Spread(new(raw), "0")),
            new(
                "Ready ÷ raw rate of receive and delete", Spread(ratios, "0.00"),
                string.Create(CultureInfo.InvariantCulture, $"≥ {LeastRatio}"), ratios.Median >= LeastRatio),
            new("Gateway calls for a new API", Text(calls, "0.000"), Text(MostGatewayCalls, "≤ 0"), calls <= MostGatewayCalls),
            new("API-server writes for a new API, its Component's among them", Text(writes, "0.000"), Text(MostWrites, "≤ 0"), writes <= MostWrites),
            new("API-server reads for a new API", Text(Each(bursts, burst => burst.Reads), "0.00")),
            new("Writes refused for a conflict, a new API", Text(Each(bursts, burst => burst.Conflicts), "0.000")),
            new("A reconcile, p50 and p99", $"{Text(Percentile(bursts, 50), "0.0")} ms, {Text(Percentile(bursts, 99), "0.0")} ms"),
            new(
                "Processor time for a new API: worker, API server with gateway, queue",
                $"{Text(Each(bursts, burst => burst.Worker.ProcessorSeconds * 1000), "0.00")} ms, "
                + $"{Text(Each(bursts, burst => burst.ServerSeconds * 1000), "0.00")} ms, {Text(Each(bursts, burst => burst.QueueSeconds * 1000), "0.00")} ms"),
        ];
    }

    private static double Each(IEnumerable<Burst> bursts, Func<Burst, double> of) => bursts.Average(of) / Apis;

    private static double Percentile(IEnumerable<Burst> bursts, double share) =>
        new Distribution(bursts.SelectMany(burst => burst.Worker.Milliseconds)).Percentile(share);

    private static string Spread(Distribution values, string format) =>
        $"{Text(values.Median, format)} ({Text(values.Least, format)}–{Text(values.Greatest, format)})";

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
