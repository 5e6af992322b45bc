using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>EndpointSlices and Ingresses of the cluster.</summary>
internal sealed class NetworkStore(ResourceClient resources, ResourceDiscovery discovery) : INetworkStore
{
    private static readonly GroupVersionResource Ingresses = new("networking.k8s.io", "v1", "ingresses");

    // An API server looks at every slice of the namespace to answer for one Service, and all APIs of a namespace have the same Ingress.
    private readonly SharedCalls<(GroupVersionResource Resource, string Namespace), string, HashSet<string>> _ready = new(
        async (scope, services) => ReadyServices(await resources.ListAsync(
            scope.Resource, scope.Namespace, $"{EndpointSlice.ServiceLabel} in ({string.Join(',', services)})", CancellationToken.None)));

    private readonly SharedCalls<(string Namespace, string Name), ValueTuple, string?> _addresses = new(
        async (ingress, _) => await resources.FindAsync(Ingresses, ingress.Namespace, ingress.Name, CancellationToken.None) is { } found
            && LoadBalancer.AddressOf(found) is { Length: > 0 } address
                ? address
                : null);

    public async Task<bool> HasReadyEndpointAsync(string ns, string service, CancellationToken cancellationToken)
    {
        if (!KubernetesName.IsService(service))
        {
            return false;
        }

        var served = (await discovery.FindAsync("discovery.k8s.io", "endpointslices", cancellationToken))[0];
        return (await _ready.CallAsync((served.Resource, ns), service, cancellationToken)).Contains(service);
    }

    public Task<string?> FindAddressAsync(string ns, string ingress, CancellationToken cancellationToken) =>
        _addresses.CallAsync((ns, ingress), default, cancellationToken);

    private static HashSet<string> ReadyServices(IEnumerable<JsonElement> slices) =>
        [.. slices.Where(EndpointSlice.HasReadyEndpoint).Select(slice => slice.Child("metadata").Child("labels").Text(EndpointSlice.ServiceLabel))];
}
