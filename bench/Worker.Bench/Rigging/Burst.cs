namespace ApiBridge.Worker.Bench.Rigging;

/// <summary>What a burst of new APIs took, from the release of the host until every message was deleted.</summary>
/// <param name="Seconds">How long it took.</param>
/// <param name="Milliseconds">How long each message was in work.</param>
/// <param name="GatewayCalls">Calls that the gateway took.</param>
/// <param name="Writes">Writes that the API server stored.</param>
/// <param name="Reads">GET requests to the API server, lists among them; null where it does not tell.</param>
/// <param name="Conflicts">Writes that it refused because the object had changed; null where it does not tell.</param>
/// <param name="Processor">What it took of the processors.</param>
internal sealed record Burst(
    double Seconds, IReadOnlyList<double> Milliseconds, int GatewayCalls, long Writes, int? Reads, int? Conflicts, ProcessorTimes Processor)
{
    /// <summary>APIs made ready in a second, and as many messages.</summary>
    public double Rate => Milliseconds.Count / Seconds;
}
