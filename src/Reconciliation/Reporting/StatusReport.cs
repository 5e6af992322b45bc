using ApiBridge.Reconciliation.Observing;

namespace ApiBridge.Reconciliation.Reporting;

/// <summary>How things stand in all.</summary>
/// <param name="Time">When it was read.</param>
/// <param name="Worker">The worker that answers; others may see the gateways otherwise.</param>
/// <param name="Mode"><c>Apply</c>, or <c>Observe</c> where nothing is written.</param>
/// <param name="ApiServer">Where the API server is, and the way there.</param>
/// <param name="Apis">The ExposedAPIs; null when the cluster can't tell.</param>
/// <param name="Queues">The queues that a message passes through.</param>
/// <param name="Gateways">The gateway hosts that this worker has called since its start.</param>
/// <param name="Plan">What would be done for each API, where workers only observe; null where they do it, or while the cluster can't tell.</param>
/// <param name="Problems">A sentence for everything that could not be read.</param>
internal sealed record StatusReport(
    DateTimeOffset Time,
    string Worker,
    string Mode,
    ApiServerReport ApiServer,
    ApiCounts? Apis,
    IReadOnlyList<QueueReport> Queues,
    IReadOnlyList<GatewayReport> Gateways,
    ClusterPlan? Plan,
    IReadOnlyList<string> Problems);
