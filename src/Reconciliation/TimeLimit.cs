namespace ApiBridge.Reconciliation;

/// <summary>A bound on the time that one piece of work takes, told apart from the host's own wish to end it.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource _limit;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _host;

    /// <summary>Starts it.</summary>
    /// <param name="length">How long the work may take from now on.</param>
    /// <param name="time">The clock.</param>
    /// <param name="host">The host's token.</param>
    public TimeLimit(TimeSpan length, TimeProvider time, CancellationToken host)
    {
        _host = host;
        _limit = new(length, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(host, _limit.Token);
    }

    /// <summary>Ends the work when the time is up, or when the host wants it.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Whether the time is up, and the host did not want the end: then it is for the work to say what is left.</summary>
    public bool IsReached => _limit.IsCancellationRequested && !_host.IsCancellationRequested;

    public void Dispose()
    {
        _either.Dispose();
        _limit.Dispose();
    }
}
