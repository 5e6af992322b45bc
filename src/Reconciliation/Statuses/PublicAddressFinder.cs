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
    /// <returns>The address, or why there is none.</returns>
    /// <exception cref="ClusterUnavailableException">The API server can't tell.</exception>
    public async Task<PublicAddressFinding> FindAsync(ExposedApi api, bool afresh, CancellationToken cancellationToken)
    {
        if (PublicAddress.From(client.Value, ingressAddress: null) is { } configured)
        {
            return new(configured);
        }

        var (ns, ingress) = (api.Key.Namespace, gateway.Value.IngressName);
        try
        {
            return await network.FindAddressAsync(ns, ingress, afresh, cancellationToken) switch
            {
                null => Known($"there is no Ingress {ingress} in namespace {ns}: create it, or set ApiBridge:Gateway:IngressName or PublicHost"),
                "" => Known($"the Ingress {ingress} in namespace {ns} has no address yet"),
                var found => new(PublicAddress.From(client.Value, found)),
            };
        }
        catch (ClusterUnavailableException exception) when (exception.IsForbidden)
        {
            return Known($"the gateway's Ingress may not be read: {exception.Message}") with { MayNotBeRead = true };
        }

        catch (UnreadableObjectException exception)
        {
            return Known($"the gateway's Ingress can't be read: {exception.Message}") with { MayNotBeRead = true };
        }

        // A load balancer that loses its address for a moment takes no URL away.
        PublicAddressFinding Known(string lack) => new(PublicAddress.From(client.Value, api.Status.GatewayAddress), lack);
    }
}
