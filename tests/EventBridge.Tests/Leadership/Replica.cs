using ApiBridge.EventBridge.Leadership;

namespace ApiBridge.EventBridge.Tests.Leadership;

/// <summary>A replica whose work is to wait.</summary>
internal sealed class Replica
{
    private int _termsLost;

    public Replica(LeaderElector elector, LeadershipStatus status, LeaseStore store) => (Elector, Status, Store) = (elector, status, store);

    public LeaderElector Elector { get; }

    public LeadershipStatus Status { get; }

    public LeaseStore Store { get; }

    /// <summary>How many terms were lost.</summary>
    public int TermsLost => Volatile.Read(ref _termsLost);

    /// <summary>Whether the work ended by a stop, its drain included.</summary>
    public bool Drained { get; private set; }

    public Running Run() => new(stopping => Elector.RunAsync(term => WorkAsync(term, stopping), stopping));

    private async Task WorkAsync(CancellationToken term, CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(term, stopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (term.IsCancellationRequested)
        {
            Interlocked.Increment(ref _termsLost);
            return;
        }

        // Longer than a retry period: the Lease must be kept while the work drains.
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, CancellationToken.None);
        Drained = true;
    }
}
