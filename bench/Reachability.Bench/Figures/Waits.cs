using System.Globalization;
using ApiBridge.Benchmarking.Results;

namespace ApiBridge.Reachability.Bench.Figures;

/// <summary>How long new APIs' URLs took at a size, in milliseconds.</summary>
/// <param name="Apis">How many APIs there were besides.</param>
/// <param name="BackToBack">One after another without pause.</param>
/// <param name="AfterIdleness">After a time in which nothing happened.</param>
internal sealed record Waits(int Apis, IReadOnlyList<double> BackToBack, IReadOnlyList<double> AfterIdleness)
{
    private const double MostBackToBack = 1_000;
    private const double MostGrowth = 1.5;

    /// <summary>What it takes at the most once the worker has looked at its queue.</summary>
    private static readonly TimeSpan AfterLook = TimeSpan.FromSeconds(1);

    /// <summary>The rows, and the bounds; those for sizes that were not taken are left out.</summary>
    /// <param name="all">The waits of all sizes.</param>
    /// <param name="pollingInterval">How long a worker without work sleeps at most between two looks at its queue.</param>
    public static IEnumerable<Reading> Readings(IReadOnlyList<Waits> all, TimeSpan pollingInterval)
    {
        var mostAfterIdleness = (pollingInterval + AfterLook).TotalMilliseconds;
        foreach (var waits in all)
        {
            yield return Row(waits.Apis, "one after another", waits.BackToBack, waits.Apis == Extent.Middle ? MostBackToBack : null);
            yield return Row(waits.Apis, "after idleness", waits.AfterIdleness, mostAfterIdleness);
        }

        if (all.SingleOrDefault(waits => waits.Apis == Extent.None) is { } none && all.SingleOrDefault(waits => waits.Apis == Extent.Large) is { } large)
        {
            foreach (var share in (double[])[50, 95])
            {
                var growth = new Distribution(large.BackToBack).Percentile(share) / new Distribution(none.BackToBack).Percentile(share);
                yield return new(
                    string.Create(CultureInfo.InvariantCulture, $"One after another: p{share} at {Extent.Large:#,0} APIs ÷ at none"),
                    Text.Of(growth, "0.00"),
                    Text.Of(MostGrowth, "≤ 0.0"),
                    growth <= MostGrowth);
            }
        }
    }

    private static Reading Row(int apis, string how, IReadOnlyList<double> milliseconds, double? most)
    {
        var waits = new Distribution(milliseconds);
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{apis:#,0} APIs, {how}: p50, p95, p99, the longest of {milliseconds.Count}"),
            string.Join(", ", ((double[])[waits.Median, waits.Percentile(95), waits.Percentile(99), waits.Greatest]).Select(wait => Text.Of(wait, "#,0 ms"))),
            most is { } bound ? Text.Of(bound, "p99 ≤ #,0 ms") : string.Empty,
            most is null ? null : waits.Percentile(99) <= most);
    }
}
