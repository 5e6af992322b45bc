namespace ApiBridge.FunctionsHost.Worker;

/// <summary>
/// Counts how often a worker process failed, and tells when it is enough: as the Functions host's RpcFunctionInvocationDispatcher counts for one
/// worker process.
/// </summary>
internal sealed class WorkerFailures(TimeProvider time)
{
    /// <summary>The failure with which the host gives up.</summary>
    public const int Last = 3;

    /// <summary>A failure that comes later than this after the one before is the first again.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(30);

    /// <summary>How long to wait before a worker process is started in the place of one that did not fail often.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private int _count;
    private long _latest;

    /// <summary>Counts one.</summary>
    /// <returns>How long to wait before the next worker process is started, twice as long after each failure; null when no more is.</returns>
    public TimeSpan? Add()
    {
        var now = time.GetTimestamp();
        _count = _count == 0 || time.GetElapsedTime(_latest, now) > Memory ? 1 : _count + 1;
        _latest = now;
        return _count < Last ? FirstPause * Math.Pow(2, _count - 1) : null;
    }
}
