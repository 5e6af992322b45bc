namespace ApiBridge.Benchmarking.Results;

/// <summary>What was measured several times.</summary>
internal sealed class Distribution
{
    private readonly double[] _sorted;

    /// <param name="values">At least one.</param>
    public Distribution(IEnumerable<double> values) => _sorted = [.. values.Order()];

    public double Least => _sorted[0];

    public double Median => Percentile(50);

    public double Greatest => _sorted[^1];

    /// <summary>The smallest value that at least this share of them, in percent, does not exceed.</summary>
    public double Percentile(double share) => _sorted[Math.Max(0, (int)Math.Ceiling(_sorted.Length * share / 100) - 1)];
}
