namespace ApiBridge.Reconciliation.Reporting;

/// <summary>How things stand in all.</summary>
/// <param name="Time">When it was read.</param>
/// <param name="Worker">The worker that answers; others may see the gateways otherwise.</param>
/// <param name="ApiServer">Where the API server is, and the way there.</param>
/// <param name="Apis">The ExposedAPIs; null when the cluster can't tell.</param>
/// <param name="Queues">The queues that a message passes through.</param>
/// <param name="Gateways">The gateway hosts that this worker has called since its start.</param>
/// <param name="Problems">A sentence for everything that could not be read.</param>
internal sealed record StatusReport(
    DateTimeOffset Time,
    string Worker,
    ApiServerReport ApiServer,
    ApiCounts? Apis,
    IReadOnlyList<QueueReport> Queues,
    IReadOnlyList<GatewayReport> Gateways,
    IReadOnlyList<string> Problems);
