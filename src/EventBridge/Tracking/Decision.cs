namespace ApiBridge.EventBridge.Tracking;

/// <summary>What came of something that was seen: a message, and for what reason, or none, and why.</summary>
internal enum Decision
{
    /// <summary>No message: it lacks nothing.</summary>
    Converged,

    /// <summary>No message: it lacks something, but nothing that the last message was not about, as after a worker's own write.</summary>
    Echo,

    /// <summary>No message: it went by way of its finalizer, as a message had announced.</summary>
    Released,

    /// <summary>A message: it was listed and lacks something.</summary>
    Listed,

    /// <summary>A message: its spec changed, its deletion began, or it lacks something since.</summary>
    Changed,

    /// <summary>A message: another one that claims its path changed, and with it what this one lacks.</summary>
    Neighbour,

    /// <summary>A message: what it depends on changed.</summary>
    Readiness,

    /// <summary>A message: its Component's entry differs from its status.</summary>
    Component,

    /// <summary>A message: it has lacked something for too long.</summary>
    Resync,

    /// <summary>A message: it is registered, and its URL is to be tried, as once a period.</summary>
    Audit,

    /// <summary>A message: it is gone.</summary>
    Deleted,
}
