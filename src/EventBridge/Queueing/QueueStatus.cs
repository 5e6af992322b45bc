using ApiBridge.Shared.Resilience;

namespace ApiBridge.EventBridge.Queueing;

/// <summary>Whether the queue took what it was last given, for probes and for the log: whoever uses the queue meets the same outage.</summary>
/// <param name="outage">Where an outage is told. Default: nowhere.</param>
internal sealed class QueueStatus(OutageLog? outage = null)
{
    private volatile string? _error = "The queue was not reached yet.";

    /// <summary>What went wrong last; null when all is well.</summary>
    public string? Error => _error;

    public void Reached()
    {
        _error = null;
        outage?.Over();
    }

    public void Failed(string error)
    {
        _error = error;
        outage?.Failed(error);
    }
}
