namespace ApiBridge.EventBridge.Operations;

/// <summary>What <c>/readyz</c> answers.</summary>
/// <param name="Ready">Whether this replica does its part.</param>
/// <param name="Mode"><c>Apply</c>, or <c>Observe</c> where nothing is written.</param>
/// <param name="Role"><c>leader</c> or <c>standby</c>.</param>
/// <param name="Holder">Who holds the Lease; null when nobody is known to.</param>
/// <param name="ApiServer">Where the API server is, and the way there.</param>
/// <param name="QueueReachable">Whether the queue took, or answered, what it was last sent.</param>
/// <param name="Reasons">Why it is not ready; empty when it is.</param>
/// <param name="Watches">The watches; none on a standby.</param>
/// <param name="Waiting">Messages that wait to be sent, or to be sent again.</param>
/// <param name="Unreadable">Objects that are there and can't be read, the first 50; they leave a replica as ready as it is.</param>
/// <param name="UnreadableCount">How many there are.</param>
internal sealed record ReadinessReport(
    bool Ready,
    string Mode,
    string Role,
    string? Holder,
    ApiServerReport ApiServer,
    bool QueueReachable,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<WatchReport> Watches,
    int Waiting,
    IReadOnlyList<UnreadableReport> Unreadable,
    int UnreadableCount);
