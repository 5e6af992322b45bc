using ApiBridge.Reconciliation.Kubernetes;

namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>One worker's sight of the network.</summary>
internal sealed class FakeNetworkStore(FakeNetwork network, Steps steps) : INetworkStore
{
    public async Task<bool> HasReadyEndpointAsync(string ns, string service, IReadOnlyList<string> slices, CancellationToken cancellationToken)
    {
        await steps.AtAsync("endpoints", cancellationToken);
        var ready = network.ReadyServices.Contains(service);
        await steps.AtAsync("endpoints done", cancellationToken);
        return ready;
    }

    public async Task<string?> FindAddressAsync(string ns, string ingress, bool afresh, CancellationToken cancellationToken)
    {
        await steps.AtAsync("ingress", cancellationToken);
        return ingress == "apig-operator-uportal" ? network.Addresses.GetValueOrDefault(ns) : null;
    }
}
