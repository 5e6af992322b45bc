using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Shared.Gateway;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Statuses;

/// <summary>Finds the address under which an API's gateway is reached: the configured one, else the gateway's Ingress's.</summary>
internal sealed class PublicAddressFinder(INetworkStore network, IOptions<GatewayOptions> gateway, IOptions<GatewayClientOptions> client)
{
    /// <summary>Looks for the address.</summary>
    /// <param name="api">The API.</param>
    /// <param name="afresh">Whether the Ingress must be read from now on, as when its address is said to have changed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The address; null while the Ingress has none and never had one.</returns>
    public async Task<PublicAddress?> FindAsync(ExposedApi api, bool afresh, CancellationToken cancellationToken)
    {
        if (PublicAddress.From(client.Value, ingressAddress: null) is { } configured)
        {
            return configured;
        }

        // A load balancer that loses its address for a moment takes no URL away.
        var found = await network.FindAddressAsync(api.Key.Namespace, gateway.Value.IngressName, afresh, cancellationToken);
        return PublicAddress.From(client.Value, found ?? api.Status.GatewayAddress);
    }
}
