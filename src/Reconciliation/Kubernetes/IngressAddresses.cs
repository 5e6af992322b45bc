using System.Collections.Concurrent;
using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>
/// The load balancers' addresses on Ingresses. All APIs of a namespace ask for the same one, so who comes during a read shares it, and for
/// one second from its beginning its answer is given again. A read that fails is made anew for the next.
/// </summary>
internal sealed class IngressAddresses
{
    // More than a cluster has namespaces, mostly: an answer is of no use after a second, and costs one read.
    private const int Capacity = 1000;
    private static readonly GroupVersionResource Ingresses = new("networking.k8s.io", "v1", "ingresses");
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    private readonly ResourceClient _resources;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<(string Namespace, string Name), (long Began, string? Address)> _recent = new();
    private readonly SharedCalls<(string Namespace, string Name), bool, string?> _reads;

    public IngressAddresses(ResourceClient resources, TimeProvider time)
    {
        (_resources, _time) = (resources, time);
        _reads = new(async (ingress, callers) => !callers.Contains(true) && Recent(ingress) is { } recent ? recent.Address : await ReadAsync(ingress));
    }

    /// <summary>Looks for an address.</summary>
    /// <param name="ns">The Ingress's namespace.</param>
    /// <param name="name">The Ingress's name.</param>
    /// <param name="afresh">Whether only a read will do that begins from now on.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Its IP or else its host name; empty while the Ingress has none; null when there is no such Ingress.</returns>
    /// <exception cref="UnreadableObjectException">The Ingress can't be read.</exception>
    public Task<string?> FindAsync(string ns, string name, bool afresh, CancellationToken cancellationToken) =>
        _reads.CallAsync((ns, name), afresh, cancellationToken, willDo: _ => !afresh);

    private (long Began, string? Address)? Recent((string Namespace, string Name) ingress) =>
        _recent.TryGetValue(ingress, out var recent) && _time.GetElapsedTime(recent.Began) < Lifetime ? recent : null;

    private async Task<string?> ReadAsync((string Namespace, string Name) ingress)
    {
        var began = _time.GetTimestamp();
        var found = await _resources.FindAsync(Ingresses, ingress.Namespace, ingress.Name, CancellationToken.None);
        var address = found is { } there ? LoadBalancer.AddressOf(there) : null;
        if (_recent.Count >= Capacity)
        {
            _recent.Clear();
        }

        _recent[ingress] = (began, address);
        return address;
    }
}
