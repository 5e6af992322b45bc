using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Retrying;

namespace ApiBridge.Reconciliation;

/// <summary>The other APIs on an API's gateway: whom it must yield a path to, and who waits for one.</summary>
internal sealed class Rivals(IExposedApiStore store, IRetryQueue retries, Claims claims, TimeProvider time)
{
    /// <summary>Those that claim a path, in its normal form, on the gateway of <paramref name="api"/>.</summary>
    public async Task<List<ExposedApi>> FindAsync(ExposedApi api, string path, CancellationToken cancellationToken) =>
        RivalsIn(await store.ListClaimsAsync(api.Key.Namespace, cancellationToken), api, path);

    /// <summary>The same for an API that is seen for the first time, and claims the path of its spec.</summary>
    public async Task<List<ExposedApi>> FindForNewAsync(ExposedApi api, string versionRead, CancellationToken cancellationToken) =>
        RivalsIn(await store.ListClaimsForNewAsync(api, versionRead, cancellationToken), api, api.Spec.NormalPath);

    /// <inheritdoc cref="Claims.MayHold"/>
    public bool MayHold(ExposedApi api) => claims.MayHold(api);

    /// <inheritdoc cref="Claims.LetGo"/>
    public bool LetGo(ExposedApi api, ApiRegistration? record) => claims.LetGo(api, record);

    /// <summary>
    /// Whether an older API claims what <paramref name="api"/>, as it was read, had yielded and took back since. Nobody wakes one that
    /// says it yielded, so it has to look for itself once its record is written.
    /// </summary>
    public async Task<bool> MustYieldAgainAsync(ExposedApi api, CancellationToken cancellationToken) =>
        claims.IsWaiting(api)
        && (await FindAsync(api, api.Spec.NormalPath, cancellationToken)).Exists(rival => Claims.IsOlder(rival, api));

    /// <summary>Tells those on a gateway to look that wait for a path, and need not any more.</summary>
    public async Task WakeFreedAsync(string ns, CancellationToken cancellationToken)
    {
        var all = await store.ListClaimsAsync(ns, cancellationToken);
        await WakeAsync(
            all.Yielding().Where(api => claims.IsWaiting(api)
                && !all.Of(api.Spec.NormalPath).Any(other => claims.IsRival(other, api, api.Spec.NormalPath) && Claims.IsOlder(other, api))),
            cancellationToken);
    }

    /// <summary>Tells others to look: an API that claims the same path came, or went.</summary>
    public async Task WakeAsync(IEnumerable<ExposedApi> others, CancellationToken cancellationToken)
    {
        foreach (var rival in others)
        {
            var wake = new ApiEvent
            {
                Id = Guid.CreateVersion7().ToString(),
                Source = EventSource.Worker,
                Time = time.GetUtcNow(),
                Key = rival.Key,
                Reason = EventReason.Contested,
            };
            await retries.EnqueueAsync(wake, TimeSpan.Zero, cancellationToken);
        }
    }

    private List<ExposedApi> RivalsIn(GatewayClaims all, ExposedApi api, string path) =>
        [.. all.Of(path).Where(other => claims.IsRival(other, api, path))];
}
