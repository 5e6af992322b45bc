namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>What the cluster's network says: who is ready, and where the gateway is.</summary>
public interface INetworkStore
{
    /// <summary>Whether a Service has a ready endpoint.</summary>
    /// <param name="ns">The Service's namespace.</param>
    /// <param name="service">The Service's name.</param>
    /// <param name="slices">
    /// The names of its EndpointSlices, as somebody heard of them: they alone are read. Empty, or when one of them is not the Service's any
    /// more, all its slices are.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>True when one of the slices lists one.</returns>
    Task<bool> HasReadyEndpointAsync(string ns, string service, IReadOnlyList<string> slices, CancellationToken cancellationToken);

    /// <summary>The load balancer's address on an Ingress.</summary>
    /// <param name="ns">The Ingress's namespace.</param>
    /// <param name="ingress">The Ingress's name.</param>
    /// <param name="afresh">Whether the Ingress must be read from now on. Else what was read less than a second ago will do.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Its IP or else its host name; empty while the Ingress has none; null when there is no such Ingress.</returns>
    Task<string?> FindAddressAsync(string ns, string ingress, bool afresh, CancellationToken cancellationToken);
}
