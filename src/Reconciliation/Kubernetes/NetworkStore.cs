using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>EndpointSlices and Ingresses of the cluster.</summary>
internal sealed class NetworkStore(ResourceClient resources, ResourceDiscovery discovery, TimeProvider time) : INetworkStore
{
    private readonly IngressAddresses _addresses = new(resources, time);

    // An API server looks at every slice of the namespace to answer for one Service.
    private readonly SharedCalls<(GroupVersionResource Resource, string Namespace), string, HashSet<string>> _ready = new(
        async (scope, services) => ReadyServices(await resources.ListAsync(
            scope.Resource, scope.Namespace, $"{EndpointSlice.ServiceLabel} in ({string.Join(',', services)})", static _ => { }, CancellationToken.None)));

    public async Task<bool> HasReadyEndpointAsync(string ns, string service, IReadOnlyList<string> slices, CancellationToken cancellationToken)
    {
        if (!KubernetesName.IsService(service))
        {
            return false;
        }

        var served = (await discovery.FindAsync("discovery.k8s.io", "endpointslices", cancellationToken))[0];
        return await IsAnyReadyAsync(served.Resource, ns, service, slices, cancellationToken)
            ?? (await _ready.CallAsync((served.Resource, ns), service, cancellationToken)).Contains(service);
    }

    public Task<string?> FindAddressAsync(string ns, string ingress, bool afresh, CancellationToken cancellationToken) =>
        _addresses.FindAsync(ns, ingress, afresh, cancellationToken);

    // Null when the names do not tell: there are none, or one of them is no slice of the Service any more.
    private async Task<bool?> IsAnyReadyAsync(
        GroupVersionResource resource, string ns, string service, IReadOnlyList<string> slices, CancellationToken cancellationToken)
    {
        foreach (var name in slices)
        {
            if (!KubernetesName.IsValid(name)
                || await TryFindAsync(resource, ns, name, cancellationToken) is not { } slice
                || ServiceOf(slice) != service)
            {
                return null;
            }

            if (EndpointSlice.HasReadyEndpoint(slice))
            {
                return true;
            }
        }

        return slices.Count > 0 ? false : null;
    }

    // One that can't be read has no ready endpoint that anybody could know of, and is left out of a list, too.
    private async Task<JsonElement?> TryFindAsync(GroupVersionResource resource, string ns, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await resources.FindAsync(resource, ns, name, cancellationToken);
        }
        catch (UnreadableObjectException)
        {
            return null;
        }
    }

    private static HashSet<string> ReadyServices(IEnumerable<JsonElement> slices) => [.. slices.Where(EndpointSlice.HasReadyEndpoint).Select(ServiceOf)];

    private static string ServiceOf(JsonElement slice) => slice.Child("metadata").Child("labels").Text(EndpointSlice.ServiceLabel);
}
