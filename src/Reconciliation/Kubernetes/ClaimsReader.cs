using System.Collections.Concurrent;
using ApiBridge.Domain;
using ApiBridge.Domain.Configuration;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>Reads who claims what of a gateway. Each new API asks for all there are, so a burst would cost the square of itself.</summary>
internal sealed class ClaimsReader
{
    private readonly SharedCalls<(GroupVersionResource Resource, string Namespace), ValueTuple, GatewayClaims> _reads;
    private readonly ConcurrentDictionary<string, ClaimSnapshot> _snapshots = new(StringComparer.Ordinal);

    public ClaimsReader(ResourceClient client, NamespaceScope scope) => _reads = new(async (gateway, _) =>
    {
        IReadOnlyList<string?> namespaces = gateway.Namespace.Length > 0 ? [gateway.Namespace] : scope.Watched;
        var apis = await client.ListAsync(gateway.Resource, namespaces, CancellationToken.None);
        if (namespaces.Count == 1)
        {
            // Several lists show no one moment: two APIs could each be alone in the other's.
            _snapshots[gateway.Namespace] = new(apis);
        }

        return new(apis);
    });

    /// <summary>The claims as they are now, or later.</summary>
    /// <param name="resource">The APIs' resource.</param>
    /// <param name="ns">The namespace that the gateway serves; empty for one that serves all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<GatewayClaims> ReadAsync(GroupVersionResource resource, string ns, CancellationToken cancellationToken) =>
        _reads.CallAsync((resource, ns), default, cancellationToken);

    /// <summary>Whether the last read has the API in the very version given, and nobody else who claims its name or its path.</summary>
    public bool ShowsAlone(string ns, ExposedApi api) => _snapshots.TryGetValue(ns, out var snapshot) && snapshot.ShowsAlone(api);
}
