using ApiBridge.Benchmarking.Results;
using ApiBridge.Worker.Bench.Worker;

namespace ApiBridge.Worker.Bench.Rigging;

/// <summary>What a burst of new APIs took, from the first request for messages until every API was ready and every message deleted.</summary>
/// <param name="Worker">What the worker says.</param>
/// <param name="GatewayCalls">Calls that the gateway took.</param>
/// <param name="Writes">Writes that the API server stored.</param>
/// <param name="Reads">GET requests to the API server, lists among them.</param>
/// <param name="Conflicts">Writes that it refused because the object had changed.</param>
/// <param name="ServerSeconds">Processor time of the Kubernetes API and the gateway, which share a process.</param>
/// <param name="QueueSeconds">Processor time of the queue.</param>
internal sealed record Burst(
    Report Worker, int GatewayCalls, long Writes, int Reads, int Conflicts, double ServerSeconds, double QueueSeconds)
{
    /// <summary>APIs made ready in a second.</summary>
    public double Rate => Worker.Milliseconds.Count / Worker.Seconds;

    /// <summary>How long a reconcile took, in milliseconds.</summary>
    public Distribution Durations { get; } = new(Worker.Milliseconds);
}
