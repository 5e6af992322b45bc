namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>What the cluster's network says: who is ready, and where the gateway is.</summary>
public interface INetworkStore
{
    /// <summary>Whether a Service has a ready endpoint.</summary>
    /// <param name="ns">The Service's namespace.</param>
    /// <param name="service">The Service's name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>True when one of its EndpointSlices lists one.</returns>
    Task<bool> HasReadyEndpointAsync(string ns, string service, CancellationToken cancellationToken);

    /// <summary>The load balancer's address on an Ingress.</summary>
    /// <param name="ns">The Ingress's namespace.</param>
    /// <param name="ingress">The Ingress's name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Its IP or else its host name; null when there is no such Ingress or it has none yet.</returns>
    Task<string?> FindAddressAsync(string ns, string ingress, CancellationToken cancellationToken);
}
