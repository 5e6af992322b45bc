namespace ApiBridge.Cluster.Bench.Rigging;

/// <summary>One operation, done to many APIs, and what that took.</summary>
/// <param name="Seconds">From the first request for it until the last was done.</param>
/// <param name="WholeSeconds">The same until nothing was left to do; this is the time in which all but the rate was counted.</param>
/// <param name="Milliseconds">How long each took.</param>
/// <param name="Requests">The party's requests to the API server.</param>
/// <param name="GatewayCalls">Calls that the gateway took.</param>
/// <param name="Used">Processor time.</param>
internal sealed record Phase(
    double Seconds, double WholeSeconds, IReadOnlyList<double> Milliseconds, RequestCounts Requests, int GatewayCalls, Usage Used)
{
    /// <summary>How many operations there were.</summary>
    public int Operations => Milliseconds.Count;

    /// <summary>Operations a second.</summary>
    public double Rate => Operations / Seconds;

    /// <summary>Processor time of some processes, in milliseconds an operation.</summary>
    public double Processor(params IEnumerable<string> processes) => Used.Of(processes).TotalMilliseconds / Operations;

    public static Phase operator +(Phase one, Phase other) => new(
        one.Seconds + other.Seconds,
        one.WholeSeconds + other.WholeSeconds,
        [.. one.Milliseconds, .. other.Milliseconds],
        one.Requests.And(other.Requests),
        one.GatewayCalls + other.GatewayCalls,
        one.Used + other.Used);
}
