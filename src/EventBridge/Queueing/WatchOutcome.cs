namespace ApiBridge.EventBridge.Queueing;

/// <summary>What became of a message that was asked for.</summary>
internal enum WatchOutcome
{
    /// <summary>The queue has acknowledged it.</summary>
    Sent,

    /// <summary>Another event asked for the same one, and its trace goes on.</summary>
    Merged,

    /// <summary>When its turn came there was nothing to be said any more.</summary>
    Needless,

    /// <summary>Another replica leads, and its list tells.</summary>
    Forgotten,
}
