using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Queueing;
using ApiBridge.EventBridge.Resilience;
using ApiBridge.EventBridge.Tracking;
using ApiBridge.EventBridge.Watching;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Hosting;

/// <summary>The work of one term of leadership: everything is listed, then watched, and what asks for work is sent.</summary>
internal sealed class BridgeTerm
{
    private readonly BridgeWatches _watches;
    private readonly WatchStatuses _statuses;
    private readonly ResyncLoop _resync;
    private readonly AuditLoop _audit;
    private readonly QueueForwarder _forwarder;
    private readonly Outbox _outbox;
    private readonly TimeSpan _drainTimeout;
    private readonly TimeProvider _time;
    private readonly ILogger<BridgeTerm> _logger;

    public BridgeTerm(
        BridgeWatches watches,
        WatchStatuses statuses,
        ResyncLoop resync,
        AuditLoop audit,
        QueueForwarder forwarder,
        Outbox outbox,
        IOptions<QueueOptions> options,
        TimeProvider time,
        ILogger<BridgeTerm> logger)
    {
        _watches = watches;
        _statuses = statuses;
        _resync = resync;
        _audit = audit;
        _forwarder = forwarder;
        _outbox = outbox;
        _drainTimeout = options.Value.DrainTimeout;
        _time = time;
        _logger = logger;
    }

    /// <summary>Works until the term is lost, or until stopped; then what waits is still sent.</summary>
    /// <param name="term">Cancelled when the term is lost.</param>
    /// <param name="stopping">Cancelled when the process shall end.</param>
    public async Task RunAsync(CancellationToken term, CancellationToken stopping)
    {
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(term, stopping);
        using var sending = CancellationTokenSource.CreateLinkedTokenSource(term);
        var watches = Together.RunAsync([_watches.RunAsync, _resync.RunAsync, stop => _audit.RunAsync(() => _watches.AreApisListed, stop)], watching.Token);
        var sends = _forwarder.RunAsync(sending.Token);
        await Task.WhenAny(watches, sends);
        await watching.CancelAsync();
        await watches.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (stopping.IsCancellationRequested && !sends.IsCompleted)
        {
            await DrainAsync(sends, term);
        }

        await sending.CancelAsync();
        await sends.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _statuses.End();
        foreach (var failed in new[] { watches, sends }.Where(task => task.IsFaulted))
        {
            await failed;
        }
    }

    /// <summary>Forgets what it knew: another leads, and what is known here grows old. Until then it is kept, for an API server that is away ends terms, too.</summary>
    public void Forget()
    {
        _watches.Forget();
        _outbox.ForgetListed();
    }

    private async Task DrainAsync(Task sends, CancellationToken term)
    {
        using var deadline = new CancellationTokenSource(_drainTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, term);
        _outbox.Hurry();
        await Task.WhenAny(sends, _outbox.WhenIdleAsync(either.Token));
        var left = _outbox.Waiting + _outbox.InProgress + _outbox.Delayed;
        if (left == 0)
        {
            _logger.Drained();
        }
        else
        {
            _logger.NotDrained(left);
        }
    }
}
