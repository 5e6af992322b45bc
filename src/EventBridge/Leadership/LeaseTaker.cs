using System.Net;
using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Kubernetes;

namespace ApiBridge.EventBridge.Leadership;

/// <summary>Takes a Lease that nobody holds, or whose holder let it run out.</summary>
/// <param name="store">The Lease.</param>
/// <param name="options">Its times.</param>
/// <param name="status">Where it is recorded who leads.</param>
/// <param name="time">The clock.</param>
internal sealed class LeaseTaker(LeaseStore store, LeadershipOptions options, LeadershipStatus status, TimeProvider time)
{
    private Lease? _observed;
    private long _observedAt;

    /// <summary>Tries once. Each of its requests is given the renew deadline, and one that is answered later takes nothing: others may have by then.</summary>
    /// <param name="followed">Told when another is newly seen to lead.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The Lease; null when somebody else holds it, or was faster.</returns>
    /// <exception cref="KubernetesApiException">The server refused, could not be reached, or did not answer in time.</exception>
    public async Task<HeldLease?> TryTakeAsync(Action<string> followed, CancellationToken cancellationToken)
    {
        try
        {
            var found = await InTimeAsync(store.ReadAsync, cancellationToken);
            if (found is not null && IsAnothers(found))
            {
                if (status.Follows(found.Holder))
                {
                    followed(found.Holder);
                }

                return null;
            }

            var sent = time.GetTimestamp();
            var held = (found ?? store.Draft()).HeldBy(status.Identity, options.LeaseDuration, time.GetUtcNow());
            var written = await InTimeAsync(token => found is null ? store.CreateAsync(held, token) : store.UpdateAsync(held, token), cancellationToken);

            // Also the timer that bounds the request may come late: a process can stand still.
            return time.GetElapsedTime(sent) < options.RenewDeadline ? new(written, sent) : throw TooLate(inner: null);
        }
        catch (KubernetesApiException exception) when (exception.StatusCode == HttpStatusCode.Conflict)
        {
            return null;
        }
    }

    // The holder's clock may differ, so a Lease has run out when it did not change for its duration by our own.
    private bool IsAnothers(Lease lease)
    {
        if (_observed?.Renewal != lease.Renewal)
        {
            _observedAt = time.GetTimestamp();
        }

        _observed = lease;
        return lease.Holder.Length > 0 && lease.Holder != status.Identity && time.GetElapsedTime(_observedAt) < Wait(lease);
    }

    // A holder without a duration that counts may lead all the same, and one with a duration of years may be gone for good.
    private TimeSpan Wait(Lease lease) =>
        lease.Duration <= TimeSpan.Zero ? options.LeaseDuration
        : lease.Duration > LeadershipOptions.LongestLease ? LeadershipOptions.LongestLease
        : lease.Duration;

    private async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.RenewDeadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await request(either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw TooLate(exception);
        }
    }

    private KubernetesApiException TooLate(Exception? inner) =>
        new($"The API server did not answer for the Lease within {options.RenewDeadline}.", HttpStatusCode.RequestTimeout, retryAfter: null, inner);
}
