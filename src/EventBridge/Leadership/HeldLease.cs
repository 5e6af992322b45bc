namespace ApiBridge.EventBridge.Leadership;

/// <summary>A Lease that this replica has written.</summary>
/// <param name="Lease">The Lease as it was answered.</param>
/// <param name="SentAt">Timestamp from before the request was sent: the server may have written it as soon as it was.</param>
internal readonly record struct HeldLease(Lease Lease, long SentAt);
