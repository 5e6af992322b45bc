using System.Collections.Concurrent;
using Polly.CircuitBreaker;

namespace ApiBridge.Reconciliation.Gateway;

/// <summary>The circuit breakers of the gateway hosts that this worker has called so far.</summary>
internal sealed class GatewayBreakers
{
    private readonly ConcurrentDictionary<string, CircuitBreakerStateProvider> _breakers = new(StringComparer.Ordinal);

    /// <summary>Each host, by scheme, name and port, with its breaker's state.</summary>
    public IEnumerable<KeyValuePair<string, CircuitState>> States =>
        _breakers.Select(breaker => KeyValuePair.Create(breaker.Key, breaker.Value.CircuitState));

    /// <summary>Takes note of a host's breaker, which is about to be made.</summary>
    /// <param name="host">Scheme, name and port.</param>
    /// <returns>What the breaker will tell its state by; it takes a new one each time it is made.</returns>
    public CircuitBreakerStateProvider Track(string host) => _breakers[host] = new();
}
