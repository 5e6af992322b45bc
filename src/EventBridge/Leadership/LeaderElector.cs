using System.Net;
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
    private readonly LeaseStore _store;
    private readonly LeadershipOptions _options;
    private readonly LeadershipStatus _status;
    private readonly TimeProvider _time;
    private readonly ILogger<LeaderElector> _logger;
    private readonly OutageLog _outage;
    private Lease? _observed;
    private long _observedAt;
    private long _renewedAt;

    public LeaderElector(
        LeaseStore store, IOptions<LeadershipOptions> options, LeadershipStatus status, TimeProvider time, ILogger<LeaderElector> logger)
    {
        _store = store;
        _options = options.Value;
        _status = status;
        _time = time;
        _logger = logger;
        _outage = new("The Lease can't be had, trying again", time, logger);
    }

    /// <summary>Leads whenever it can, until stopped. When stopped it renews until the work is drained, then gives the Lease up.</summary>
    /// <param name="lead">The work of a term. Its token is cancelled when the term is lost; for the stop it has its own.</param>
    /// <param name="stoppingToken">Ends it.</param>
    public async Task RunAsync(Func<CancellationToken, Task> lead, CancellationToken stoppingToken)
    {
        if (!_options.Enabled)
        {
            _status.Leads();
            await lead(CancellationToken.None);
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            if (await TryAcquireAsync(stoppingToken) is { } lease)
            {
                _logger.Leading(_status.Identity);
                await LeadAsync(lease, lead, stoppingToken);
                _status.Follows(holder: null);
            }
            else
            {
                await Task.Delay(RetryPeriod(), _time, stoppingToken);
            }
        }
    }

    private TimeSpan RetryPeriod() => _options.RetryPeriod * (1 + (Random.Shared.NextDouble() * (LeadershipOptions.JitterFactor - 1)));

    private async Task<Lease?> TryAcquireAsync(CancellationToken cancellationToken)
    {
        try
        {
            var lease = await TryTakeAsync(cancellationToken);
            _outage.Over();
            return lease;
        }
        catch (KubernetesApiException exception)
        {
            if (exception.StatusCode != HttpStatusCode.Conflict)
            {
                _status.Failed(exception.Message);
                Tell(exception);
            }

            return null;
        }
    }

    private async Task<Lease?> TryTakeAsync(CancellationToken cancellationToken)
    {
        var lease = await _store.ReadAsync(cancellationToken);
        if (lease is null)
        {
            _renewedAt = _time.GetTimestamp();
            return await _store.CreateAsync(Held(_store.Draft()), cancellationToken);
        }

        // The holder's clock may differ, so a Lease has run out when it did not change for its duration by our own.
        if (_observed?.Renewal != lease.Renewal)
        {
            _observedAt = _time.GetTimestamp();
        }

        _observed = lease;
        if (lease.Holder.Length > 0 && lease.Holder != _status.Identity && _time.GetElapsedTime(_observedAt) < lease.Duration)
        {
            if (_status.Follows(lease.Holder))
            {
                _logger.Following(lease.Holder);
            }

            return null;
        }

        _renewedAt = _time.GetTimestamp();
        return await _store.UpdateAsync(Held(lease), cancellationToken);
    }

    private async Task LeadAsync(Lease lease, Func<CancellationToken, Task> lead, CancellationToken stoppingToken)
    {
        using var term = new CancellationTokenSource();
        using var renewing = new CancellationTokenSource();
        _status.Leads();
        var work = lead(term.Token);
        var renewal = RenewAsync(lease, renewing.Token);
        await Task.WhenAny(work, renewal);
        if (renewal.IsCompleted)
        {
            _logger.Lost(_status.Identity);
            await term.CancelAsync();
        }

        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await renewing.CancelAsync();
        var isHeld = await renewal is not null;
        if (isHeld)
        {
            await ReleaseAsync();
        }

        // Work that ends by itself, neither lost nor stopped, is broken: the process shall end and start anew.
        if (work.IsFaulted || (isHeld && !stoppingToken.IsCancellationRequested))
        {
            await work;
            throw new InvalidOperationException("The work of a term ended by itself.");
        }
    }

    // Returns the Lease as last written when told to end; null when the term is lost.
    private async Task<Lease?> RenewAsync(Lease lease, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await Task.Delay(RetryPeriod(), _time, cancellationToken);
                var left = _options.RenewDeadline - _time.GetElapsedTime(_renewedAt);
                if (left <= TimeSpan.Zero)
                {
                    return null;
                }

                var tried = _time.GetTimestamp();
                using var deadline = new CancellationTokenSource(left, _time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
                lease = await _store.UpdateAsync(Held(lease), either.Token);
                _outage.Over();

                // Counted from before the request: the server may have written as soon as it was sent.
                _renewedAt = tried;
            }
            catch (OperationCanceledException)
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    return lease;
                }

                return null;
            }
            catch (KubernetesApiException exception)
            {
                Tell(exception);
                if (exception.StatusCode == HttpStatusCode.NotFound)
                {
                    return null;
                }

                if (exception.StatusCode == HttpStatusCode.Conflict && await ReadAgainAsync(cancellationToken) is { } found)
                {
                    if (found.Holder != _status.Identity)
                    {
                        return null;
                    }

                    lease = found;
                }
            }
        }
    }

    // Somebody wrote the Lease: whoever labels it leaves the holder as it is, whoever takes it does not.
    private async Task<Lease?> ReadAgainAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _store.ReadAsync(cancellationToken);
        }
        catch (KubernetesApiException exception)
        {
            Tell(exception);
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task ReleaseAsync()
    {
        using var deadline = new CancellationTokenSource(_options.RetryPeriod, _time);
        try
        {
            // Read first: a renewal that was under way may have been written.
            if (await _store.ReadAsync(deadline.Token) is { } lease && lease.Holder == _status.Identity)
            {
                await _store.UpdateAsync(lease.Released(_time.GetUtcNow()), deadline.Token);
                _logger.Released(_status.Identity);
            }
        }
        catch (Exception exception) when (exception is KubernetesApiException or OperationCanceledException)
        {
            // It runs out by itself; the next leader only starts later.
            _logger.NotReleased(exception.Message);
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

    private Lease Held(Lease lease) => lease.HeldBy(_status.Identity, _options.LeaseDuration, _time.GetUtcNow());
}
