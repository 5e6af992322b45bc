using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Retrying;
using ApiBridge.Shared.Gateway;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation;

/// <summary>The other APIs on an API's gateway: whom it must yield to, whom a removal would hurt, and who waits for it to go.</summary>
internal sealed class Rivals(IExposedApiStore store, IRetryQueue retries, IOptions<GatewayOptions> options, TimeProvider time)
{
    /// <summary>Those that claim the name of <paramref name="api"/> on its gateway, or a path.</summary>
    public async Task<List<ExposedApi>> FindAsync(ExposedApi api, string path, CancellationToken cancellationToken) =>
        RivalsIn(await store.ListClaimsAsync(api.Key.Namespace, cancellationToken), api, path);

    /// <summary>The same for an API that is seen for the first time, and claims the path of its spec.</summary>
    public async Task<List<ExposedApi>> FindForNewAsync(ExposedApi api, string versionRead, CancellationToken cancellationToken) =>
        RivalsIn(await store.ListClaimsForNewAsync(api, versionRead, cancellationToken), api, api.Spec.Path);

    /// <summary>
    /// Those that claim the gateway's entry of a registration: the name, or on a gateway that is keyed by path the path. What removes the
    /// one removes theirs.
    /// </summary>
    public async Task<List<ExposedApi>> FindSharersAsync(ObjectKey key, ApiRegistration registration, CancellationToken cancellationToken) =>
        options.Value is { IsPerNamespace: true }
            ? []
            : [.. (await store.ListClaimsAsync(key.Namespace, cancellationToken))
                .Of(registration.Name, string.Empty)
                .Where(other => (other.Key.Namespace, other.Key.Name) != (key.Namespace, key.Name)
                    && (HasOnRecord(other, registration) || (Claims.IsClaimant(other) && IsSameEntry(ApiRegistration.Of(other), registration))))];

    /// <summary>Whether the gateway's entry of a registration is on the record of another API that lives.</summary>
    public static bool Holds(ExposedApi other, ApiRegistration registration) =>
        !other.IsBeingDeleted && HasOnRecord(other, registration);

    /// <summary>
    /// Whether an older API claims what <paramref name="api"/>, as it was read, had yielded and took back since. Nobody wakes one that
    /// says it yielded, so it has to look for itself once its record is written.
    /// </summary>
    public async Task<bool> MustYieldAgainAsync(ExposedApi api, CancellationToken cancellationToken) =>
        Claims.IsWaiting(api)
        && (await FindAsync(api, api.Spec.Path, cancellationToken)).Exists(rival => Claims.IsOlder(rival, api));

    /// <summary>Tells those on a gateway to look that wait for a path or a name, and need not any more.</summary>
    public async Task WakeFreedAsync(string ns, CancellationToken cancellationToken)
    {
        var claims = await store.ListClaimsAsync(ns, cancellationToken);
        await WakeAsync(
            claims.Yielding().Where(api => Claims.IsWaiting(api)
                && !claims.Of(api.Key.Name, api.Spec.Path).Any(other => Claims.IsRival(other, api, api.Spec.Path) && Claims.IsOlder(other, api))),
            cancellationToken);
    }

    /// <summary>
    /// Tells others to look: what was done under their name or path is on none of their records, which alone would tell them that all is
    /// well.
    /// </summary>
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

    private static List<ExposedApi> RivalsIn(GatewayClaims claims, ExposedApi api, string path) =>
        [.. claims.Of(api.Key.Name, path).Where(other => Claims.IsRival(other, api, path))];

    private static bool HasOnRecord(ExposedApi other, ApiRegistration registration) =>
        other.Status.Registration is { } recorded && IsSameEntry(recorded, registration);

    private static bool IsSameEntry(ApiRegistration one, ApiRegistration other) =>
        one.Name == other.Name;
}
