using System.Collections.Concurrent;
using Polly.CircuitBreaker;

namespace ApiBridge.Reconciliation.Gateway;

/// <summary>The circuit breakers of the gateway hosts that this worker has called so far.</summary>
internal sealed class GatewayBreakers
{
    private readonly ConcurrentDictionary<string, CircuitBreakerStateProvider> _inUse = new(StringComparer.Ordinal);

    /// <summary>Each host, by scheme, name and port, with its breaker's state.</summary>
    public IReadOnlyList<KeyValuePair<string, CircuitState>> States =>
        [.. _inUse.ToArray().Select(breaker => KeyValuePair.Create(breaker.Key, breaker.Value.CircuitState))];

    /// <summary>Takes note of a host, none of whose breakers is in use yet: that counts as closed.</summary>
    /// <param name="host">Scheme, name and port.</param>
    public void Add(string host) => _inUse.TryAdd(host, new());

    /// <summary>
    /// Takes note of the breaker that is in use. Calls that are the first to a host at once make one each, and all but one are disposed of
    /// unused: those can't be asked for their state.
    /// </summary>
    public void Use(string host, CircuitBreakerStateProvider breaker) => _inUse[host] = breaker;
}
