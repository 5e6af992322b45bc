using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>EndpointSlices and Ingresses of the cluster.</summary>
internal sealed class NetworkStore(ResourceClient resources, ResourceDiscovery discovery) : INetworkStore
{
    private static readonly GroupVersionResource Ingresses = new("networking.k8s.io", "v1", "ingresses");

    public async Task<bool> HasReadyEndpointAsync(string ns, string service, CancellationToken cancellationToken)
    {
        if (!KubernetesName.IsService(service))
        {
            return false;
        }

        var served = (await discovery.FindAsync("discovery.k8s.io", "endpointslices", cancellationToken))[0];
        var slices = await resources.ListAsync(served.Resource, ns, $"{EndpointSlice.ServiceLabel}={service}", cancellationToken);
        return slices.Any(EndpointSlice.HasReadyEndpoint);
    }

    public async Task<string?> FindAddressAsync(string ns, string ingress, CancellationToken cancellationToken) =>
        await resources.FindAsync(Ingresses, ns, ingress, cancellationToken) is { } found && LoadBalancer.AddressOf(found) is { Length: > 0 } address
            ? address
            : null;
}
