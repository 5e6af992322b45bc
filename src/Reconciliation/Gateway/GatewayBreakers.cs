using System.Collections.Concurrent;
using Polly.CircuitBreaker;

namespace ApiBridge.Reconciliation.Gateway;

/// <summary>The circuit breakers of the gateway hosts that this worker has called so far.</summary>
internal sealed class GatewayBreakers
{
    private readonly ConcurrentDictionary<string, CircuitState> _states = new(StringComparer.Ordinal);

    /// <summary>Each host, by scheme, name and port, with its breaker's state.</summary>
    public IReadOnlyList<KeyValuePair<string, CircuitState>> States => _states.ToArray();

    /// <summary>
    /// Takes note of a host, of which a breaker is about to be made. Calls that are the first at once make one each, and all but one are
    /// thrown away unused: so none is asked for its state, the one in use tells it.
    /// </summary>
    /// <param name="host">Scheme, name and port.</param>
    public void Add(string host) => _states.TryAdd(host, CircuitState.Closed);

    /// <summary>Takes note of the state that a host's breaker has changed to.</summary>
    public void Note(string host, CircuitState state) => _states[host] = state;
}
