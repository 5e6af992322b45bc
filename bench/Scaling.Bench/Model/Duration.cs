namespace ApiBridge.Scaling.Bench.Model;

/// <summary>A log-normal time, as most times of computers are: no shorter than it must be, and now and then much longer.</summary>
/// <param name="Median">In seconds.</param>
/// <param name="Spread">The standard deviation of its logarithm; p99 is the median times e^(2.33 × this).</param>
internal sealed record Duration(double Median, double Spread)
{
    public double Next(Random random)
    {
        // Box and Muller's way to a normal variate.
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return Median * Math.Exp(Spread * normal);
    }
}
