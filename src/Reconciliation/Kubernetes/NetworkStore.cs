using System.Text.Json;
using ApiBridge.Domain;
using k8s;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>EndpointSlices and Ingresses of the cluster.</summary>
internal sealed class NetworkStore(IKubernetes client, ResourceClient resources, ResourceDiscovery discovery) : INetworkStore
{
    private const string ServiceLabel = "kubernetes.io/service-name";

    public async Task<bool> HasReadyEndpointAsync(string ns, string service, CancellationToken cancellationToken)
    {
        if (!KubernetesName.IsService(service))
        {
            return false;
        }

        var served = (await discovery.FindAsync("discovery.k8s.io", "endpointslices", cancellationToken))[0];
        var slices = await resources.ListAsync(served.Resource, ns, $"{ServiceLabel}={service}", cancellationToken);
        return slices.SelectMany(slice => slice.Items("endpoints")).Any(IsReady);
    }

    public async Task<string?> FindAddressAsync(string ns, string ingress, CancellationToken cancellationToken)
    {
        var found = await ClusterCall.FindObjectAsync(
            $"read the Ingress {ns}/{ingress}",
            () => client.NetworkingV1.ReadNamespacedIngressAsync(ingress, ns, cancellationToken: cancellationToken),
            cancellationToken);
        var balancer = found?.Status?.LoadBalancer?.Ingress?.FirstOrDefault();
        return !string.IsNullOrEmpty(balancer?.Ip) ? balancer.Ip
            : !string.IsNullOrEmpty(balancer?.Hostname) ? balancer.Hostname
            : null;
    }

    // Absent means ready: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoint-slice-v1/
    private static bool IsReady(JsonElement endpoint) => endpoint.Child("conditions").Flag("ready") ?? true;
}
