using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Kubernetes;
using ApiBridge.Shared.Resilience;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Leadership;

/// <summary>
/// Takes and keeps a Lease, and leads while it does. A term is a token: it is cancelled when the Lease could not be renewed in time,
/// which is before any other replica may take it. Nothing fences the writes of a leader that does not know yet that it lost, so what
/// it does must be harmless when two do it.
/// </summary>
internal sealed class LeaderElector
{
    private readonly LeaseTaker _taker;
    private readonly LeaseKeeper _keeper;
    private readonly LeadershipOptions _options;
    private readonly LeadershipStatus _status;
    private readonly TimeProvider _time;
    private readonly ILogger<LeaderElector> _logger;
    private readonly OutageLog _outage;

    public LeaderElector(
        LeaseStore store, IOptions<LeadershipOptions> options, LeadershipStatus status, TimeProvider time, ILogger<LeaderElector> logger)
    {
        _options = options.Value;
        _status = status;
        _time = time;
        _logger = logger;
        _taker = new(store, _options, status, time);
        _keeper = new(store, _options, status, time, logger);
        _outage = new("The Lease can't be had, trying again", time, logger);
    }

    /// <summary>Leads whenever it can, until stopped. When stopped it renews until the work is drained, then gives the Lease up.</summary>
    /// <param name="lead">The work of a term. Its token is cancelled when the term is lost; for the stop it has its own.</param>
    /// <param name="stoppingToken">Ends it.</param>
    /// <param name="followed">Told when another is newly seen to lead; never during a term.</param>
    /// <exception cref="InvalidOperationException">The work of a term ended by itself, or did not end with the term.</exception>
    public async Task RunAsync(Func<CancellationToken, Task> lead, CancellationToken stoppingToken, Action? followed = null)
    {
        if (!_options.Enabled)
        {
            _status.Leads();
            await lead(CancellationToken.None);
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            if (await TryTakeAsync(followed, stoppingToken) is { } held)
            {
                _logger.Leading(_status.Identity);
                await LeadAsync(held, lead, stoppingToken);
            }
            else
            {
                await Task.Delay(_options.DrawRetryPeriod(Random.Shared), _time, stoppingToken);
            }
        }
    }

    private async Task<HeldLease?> TryTakeAsync(Action? followed, CancellationToken cancellationToken)
    {
        try
        {
            var held = await _taker.TryTakeAsync(
                holder =>
                {
                    _logger.Following(holder);
                    followed?.Invoke();
                },
                cancellationToken);
            _outage.Over();
            return held;
        }
        catch (KubernetesApiException exception)
        {
            _status.Failed(exception.Message);
            Tell(exception);
            return null;
        }
    }

    private async Task LeadAsync(HeldLease held, Func<CancellationToken, Task> lead, CancellationToken stoppingToken)
    {
        using var term = new CancellationTokenSource();
        using var renewing = new CancellationTokenSource();
        _status.Leads();
        var work = lead(term.Token);
        var renewal = _keeper.RenewAsync(held, Tell, _outage.Over, renewing.Token);
        await Task.WhenAny(work, renewal);
        if (renewal.IsCompleted)
        {
            _status.Follows(holder: null);
            _logger.Lost(_status.Identity);
            await EndAsync(term, work);
        }

        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await renewing.CancelAsync();
        var last = await renewal;
        if (last is { } kept)
        {
            await _keeper.ReleaseAsync(kept);
        }

        _status.Follows(holder: null);

        // Work that ends by itself, neither lost nor stopped, is broken: the process shall end and start anew.
        if (work.IsFaulted || (last is not null && !stoppingToken.IsCancellationRequested))
        {
            await work;
            throw new InvalidOperationException("The work of a term ended by itself.");
        }
    }

    // Work that does not end goes on beside the next leader's: the process shall end, which ends all.
    private async Task EndAsync(CancellationTokenSource term, Task work)
    {
        var margin = _options.LeaseDuration - _options.RenewDeadline;
        await Task.WhenAll(term.CancelAsync(), work).WaitAsync(margin, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!work.IsCompleted)
        {
            throw new InvalidOperationException($"The work of a term that was lost did not end within {margin}.");
        }
    }

    // A server that is away is everybody's, and told once for all.
    private void Tell(KubernetesApiException exception)
    {
        if (exception.StatusCode is not null)
        {
            _outage.Failed(exception.Message);
        }
    }
}
