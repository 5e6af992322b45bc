using ApiBridge.Domain;
using ApiBridge.Reconciliation.Configuration;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Shared.Gateway;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Entries;

/// <summary>
/// Tells a gateway that is away for good from one that is away for now: it lived in the object's namespace, that is being deleted, and the
/// gateway's Service there is gone already or going. Then what it held went with it. A Service alone proves nothing, for it may be replaced;
/// a namespace that is being deleted takes in no new one.
/// </summary>
internal sealed partial class LostGateways(
    INamespaceStore namespaces, IOptions<GatewayOptions> gateway, IOptions<ReconcileOptions> reconcile, ILogger<LostGateways> logger)
{
    /// <summary>Whether a gateway that could not be reached went with an object's namespace. Only who could not reach it asks.</summary>
    /// <param name="key">The object, which is being deleted or gone.</param>
    /// <param name="authority">The gateway's authority.</param>
    /// <param name="isGone">Whether the object is gone: then its whole namespace may be.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The gateway's Service, as namespace/name; null where that is not proven.</returns>
    public async Task<string?> FindAsync(ObjectKey key, string authority, bool isGone, CancellationToken cancellationToken)
    {
        if (!reconcile.Value.ReleaseWithNamespace || gateway.Value.ServiceOf(authority, key.Namespace) is not { } service)
        {
            return null;
        }

        // The namespace first: once it goes, a Service that is gone can't come back.
        var isProven = await namespaces.FindNamespaceAsync(key.Namespace, cancellationToken) is var found
            && (found is Presence.Terminating || (found is Presence.Gone && isGone))
            && await namespaces.FindServiceAsync(key.Namespace, service, cancellationToken) is Presence.Gone or Presence.Terminating;
        if (!isProven)
        {
            return null;
        }

        LogLost(key, key.Namespace, service, authority);
        return $"{key.Namespace}/{service}";
    }

    [LoggerMessage(37, LogLevel.Warning, "{Key} is let go of without an answer: the namespace {Namespace} is being deleted, and with it went the gateway's Service {Service} ({Gateway})")]
    private partial void LogLost(ObjectKey key, string @namespace, string service, string gateway);
}
