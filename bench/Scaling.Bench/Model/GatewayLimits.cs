namespace ApiBridge.Scaling.Bench.Model;

/// <summary>What a gateway's management interface can do.</summary>
/// <param name="Concurrency">Calls that it works on at once; further ones wait.</param>
/// <param name="Call">How long it works on one.</param>
internal sealed record GatewayLimits(int Concurrency, Duration Call)
{
    /// <summary>Calls a second, when there are always enough.</summary>
    public double Rate => Concurrency / Call.Median;
}
