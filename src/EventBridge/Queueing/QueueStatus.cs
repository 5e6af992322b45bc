namespace ApiBridge.EventBridge.Queueing;

/// <summary>Whether the queue took what it was last given, for probes.</summary>
internal sealed class QueueStatus
{
    private volatile string? _error = "The queue was not reached yet.";

    /// <summary>What went wrong last; null when all is well.</summary>
    public string? Error => _error;

    public void Reached() => _error = null;

    public void Failed(string error) => _error = error;
}
