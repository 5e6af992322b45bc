using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Polly.CircuitBreaker;

namespace ApiBridge.Reconciliation.Gateway;

/// <summary>The circuit breakers of the gateway hosts that this worker has called so far.</summary>
internal sealed class GatewayBreakers
{
    private readonly ConcurrentDictionary<string, CircuitBreakerStateProvider> _inUse = new(StringComparer.Ordinal);

    // The last cause of each host's failures.
    private readonly ConcurrentDictionary<string, string> _causes = new(StringComparer.Ordinal);

    /// <param name="meters">Where their states are shown.</param>
    public GatewayBreakers(IMeterFactory meters) => meters.Create(ReconciliationTelemetry.SourceName).CreateObservableGauge(
        "apibridge.gateway.circuit.open", () => States.Select(Measure), unit: null, "1 while a gateway is not called, for it kept failing, or is called once to try.");

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

    /// <summary>Takes note of why a call to a host failed, so that it can be told while the host is not called.</summary>
    /// <param name="host">Scheme, name and port.</param>
    /// <param name="cause">The cause.</param>
    public void Failed(string host, string cause) => _causes[host] = cause;

    /// <inheritdoc cref="Failed(string, string)"/>
    /// <param name="called">What was called there.</param>
    /// <param name="cause">The cause.</param>
    public void Failed(Uri called, string cause) => Failed(called.GetLeftPart(UriPartial.Authority), cause);

    /// <summary>Why a call to a host failed last; null when none did.</summary>
    /// <param name="called">What is to be called there.</param>
    public string? CauseOf(Uri called) => _causes.GetValueOrDefault(called.GetLeftPart(UriPartial.Authority));

    // A call that tries whether a host is there again closes nothing yet.
    private static Measurement<int> Measure(KeyValuePair<string, CircuitState> breaker) =>
        new(breaker.Value is CircuitState.Closed ? 0 : 1, ServerTags.Of(new Uri(breaker.Key)));
}
