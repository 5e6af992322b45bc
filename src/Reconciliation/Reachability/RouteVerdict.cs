namespace ApiBridge.Reconciliation.Reachability;

/// <summary>What a try of an API's URL says.</summary>
/// <param name="Reason">The reason of the condition Reachable.</param>
/// <param name="Message">URL, status and cause, for people.</param>
/// <param name="IsRouted">Whether the gateway routes it.</param>
/// <param name="IsLost">Whether the gateway serves and does not route it, so that its registration may be gone.</param>
internal sealed record RouteVerdict(string Reason, string Message, bool IsRouted = false, bool IsLost = false);
