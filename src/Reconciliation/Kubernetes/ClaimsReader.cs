using System.Collections.Concurrent;
using ApiBridge.Domain;
using ApiBridge.Shared.Scope;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>Reads who claims what of a gateway. Each new API asks for all there are, so a burst would cost the square of itself.</summary>
internal sealed class ClaimsReader
{
    private readonly SharedCalls<(GroupVersionResource Resource, string Namespace), ValueTuple, (GatewayClaims Claims, ClaimSnapshot? Shown)> _reads;
    private readonly ConcurrentDictionary<string, ClaimSnapshot> _snapshots = new(StringComparer.Ordinal);

    public ClaimsReader(ResourceClient client, NamespaceScope scope) => _reads = new(async (gateway, _) =>
    {
        IReadOnlyList<string?> namespaces = gateway.Namespace.Length > 0 ? [gateway.Namespace] : scope.Watched;
        var apis = await client.ListAsync(gateway.Resource, namespaces, CancellationToken.None);
        if (namespaces.Count > 1)
        {
            // Several lists show no one moment: two APIs could each be alone in the other's.
            return (new(apis), null);
        }

        var shown = new ClaimSnapshot(apis);
        _snapshots[gateway.Namespace] = shown;
        return (new(apis), shown);
    });

    /// <summary>The claims as they are now, or later.</summary>
    /// <param name="resource">The APIs' resource.</param>
    /// <param name="ns">The namespace that the gateway serves; empty for one that serves all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<GatewayClaims> ReadAsync(GroupVersionResource resource, string ns, CancellationToken cancellationToken) =>
        (await _reads.CallAsync((resource, ns), default, cancellationToken)).Claims;

    /// <summary>
    /// The same for an API that is seen for the first time. A read of before will do that has it in a version given, and nobody else who
    /// claims its path; of one that is over no claims are left, which is as much as to say that nobody else does.
    /// </summary>
    public async Task<GatewayClaims> ReadForNewAsync(
        GroupVersionResource resource, string ns, ExposedApi api, string versionRead, CancellationToken cancellationToken) =>
        _snapshots.TryGetValue(ns, out var last) && last.ShowsAlone(api, versionRead)
            ? GatewayClaims.None
            : (await _reads.CallAsync(
                (resource, ns), default, cancellationToken, willDo: read => read.Shown?.ShowsAlone(api, versionRead) is true)).Claims;
}
