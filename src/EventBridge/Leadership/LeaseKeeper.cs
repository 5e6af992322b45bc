using System.Net;
using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Kubernetes;

namespace ApiBridge.EventBridge.Leadership;

/// <summary>Renews a Lease for as long as it can, and gives it up.</summary>
/// <param name="store">The Lease.</param>
/// <param name="options">Its times.</param>
/// <param name="status">Who holds it.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed class LeaseKeeper(LeaseStore store, LeadershipOptions options, LeadershipStatus status, TimeProvider time, ILogger logger)
{
    // A pod that stops has half a minute, and sends what waits before this.
    private static readonly TimeSpan LongestRelease = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Renews until told to end. Whatever it does, waiting, asking and looking again, ends with what is left of the renew deadline, counted from
    /// before the request that last wrote the Lease was sent.
    /// </summary>
    /// <param name="held">The Lease as it was taken.</param>
    /// <param name="tell">Told of each failure.</param>
    /// <param name="renewed">Told of each success.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The Lease as last written when told to end; null when the term is lost.</returns>
    public async Task<HeldLease?> RenewAsync(HeldLease held, Action<KubernetesApiException> tell, Action renewed, CancellationToken cancellationToken)
    {
        while (Left(held) is var left && left > TimeSpan.Zero)
        {
            using var deadline = new CancellationTokenSource(left, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
            try
            {
                await Task.Delay(options.DrawRetryPeriod(Random.Shared), time, either.Token);
                var sent = time.GetTimestamp();
                held = new(await store.UpdateAsync(held.Lease.HeldBy(status.Identity, options.LeaseDuration, time.GetUtcNow()), either.Token), sent);
                renewed();
            }
            catch (OperationCanceledException)
            {
                return cancellationToken.IsCancellationRequested ? held : null;
            }
            catch (KubernetesApiException exception)
            {
                tell(exception);
                if (exception.StatusCode == HttpStatusCode.NotFound)
                {
                    return null;
                }

                if (exception.StatusCode == HttpStatusCode.Conflict && await ReadAgainAsync(tell, either.Token) is { } found)
                {
                    if (found.Holder != status.Identity)
                    {
                        return null;
                    }

                    held = held with { Lease = found };
                }
            }
        }

        return null;
    }

    /// <summary>Gives the Lease up, unless somebody else has it. What fails is logged: it runs out by itself.</summary>
    public async Task ReleaseAsync(HeldLease held)
    {
        var left = Left(held);
        using var deadline = new CancellationTokenSource(TimeSpan.FromTicks(Math.Clamp(left.Ticks, 0, LongestRelease.Ticks)), time);
        try
        {
            // Read first: a renewal that was under way may have been written.
            if (await store.ReadAsync(deadline.Token) is { } lease && lease.Holder == status.Identity)
            {
                await store.UpdateAsync(lease.Released(time.GetUtcNow()), deadline.Token);
                logger.Released(status.Identity);
            }
        }
        catch (Exception exception) when (exception is KubernetesApiException or OperationCanceledException)
        {
            logger.NotReleased(exception.Message);
        }
    }

    private TimeSpan Left(HeldLease held) => options.RenewDeadline - time.GetElapsedTime(held.SentAt);

    // Somebody wrote the Lease: whoever labels it leaves the holder as it is, whoever takes it does not.
    private async Task<Lease?> ReadAgainAsync(Action<KubernetesApiException> tell, CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadAsync(cancellationToken);
        }
        catch (KubernetesApiException exception)
        {
            tell(exception);
            return null;
        }
        catch (OperationCanceledException)
        {
            return null; // The loop sees why.
        }
    }
}
