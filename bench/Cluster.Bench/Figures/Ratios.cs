using ApiBridge.Benchmarking.Results;
using ApiBridge.Cluster.Bench.Rigging;

namespace ApiBridge.Cluster.Bench.Figures;

/// <summary>What is held against the reference, and what bridge and worker need.</summary>
internal static class Ratios
{
    private const double MostGrowth = 1.15;
    private const double LeastRate = 0.8;
    private const double MostApiServer = 1.15;
    private const double MostProcessor = 4;

    /// <summary>The bounds; those for sizes that were not taken are left out.</summary>
    public static IEnumerable<Reading> Readings(IReadOnlyList<Comparison> comparisons)
    {
        foreach (var small in comparisons.Where(comparison => comparison.Apis == Size.Small))
        {
            if (comparisons.SingleOrDefault(other => other.Apis == Size.Large && other.Operation == small.Operation) is { } large)
            {
                var growth = large.ApiServer / small.ApiServer;
                yield return new(
                    $"{small.Operation}: growth of the API server's processor time from {Size.Small} to {Size.Large} APIs ÷ the reference's",
                    $"{Text.Of(growth, "0.00")} ({Growth(small.Product, large.Product)} ÷ {Growth(small.Reference, large.Reference)})",
                    Text.Of(MostGrowth, "≤ 0.00"),
                    growth <= MostGrowth);
            }
        }

        foreach (var comparison in comparisons)
        {
            var isBound = comparison.Apis == Size.Middle;
            var processor = comparison.Product.Processor(comparison.Product.Used.Processes.Except([Usage.ApiServer, Usage.Etcd, Usage.Queue]));
            yield return Bounded($"{comparison.Title}: rate ÷ the reference's", comparison.Rate, "0.00", LeastRate, "≥ 0.0", comparison.Rate >= LeastRate);
            yield return Bounded(
                $"{comparison.Title}: API server's processor time ÷ the reference's", comparison.ApiServer, "0.00", MostApiServer, "≤ 0.00", comparison.ApiServer <= MostApiServer);
            yield return Bounded(
                $"{comparison.Title}: processor time of worker and bridge", processor, "0.00 ms", MostProcessor, "≤ 0 ms", processor <= MostProcessor);

            Reading Bounded(string figure, double value, string format, double bound, string boundFormat, bool holds) =>
                isBound ? new(figure, Text.Of(value, format), Text.Of(bound, boundFormat), holds) : new(figure, Text.Of(value, format));
        }
    }

    private static string Growth(Phase small, Phase large) => Text.Of(large.Processor(Usage.ApiServer) / small.Processor(Usage.ApiServer), "0.00");
}
