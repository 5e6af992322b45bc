namespace ApiBridge.LocalStack.QueueTriggers;

/// <summary>What became of one queue's messages since the host started.</summary>
public sealed class QueueTriggerCounters
{
    private long _inFlight;
    private long _succeeded;
    private long _failed;
    private long _poisoned;
    private long _leasesLost;

    /// <summary>Messages in work now.</summary>
    public long InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Invocations that returned.</summary>
    public long Succeeded => Volatile.Read(ref _succeeded);

    /// <summary>Invocations that threw.</summary>
    public long Failed => Volatile.Read(ref _failed);

    /// <summary>Messages moved to the poison queue.</summary>
    public long Poisoned => Volatile.Read(ref _poisoned);

    /// <summary>Messages that somebody else had taken over, or that were gone, when they were to be settled.</summary>
    public long LeasesLost => Volatile.Read(ref _leasesLost);

    internal void Began() => Interlocked.Increment(ref _inFlight);

    internal void Ended() => Interlocked.Decrement(ref _inFlight);

    internal void CountSucceeded() => Interlocked.Increment(ref _succeeded);

    internal void CountFailed() => Interlocked.Increment(ref _failed);

    internal void CountPoisoned() => Interlocked.Increment(ref _poisoned);

    internal void CountLeaseLost() => Interlocked.Increment(ref _leasesLost);
}
