using Polly.CircuitBreaker;

namespace ApiBridge.Reconciliation.Reporting;

/// <summary>Whether a gateway host is called.</summary>
/// <param name="Host">Scheme, name and port.</param>
/// <param name="Breaker">
/// Closed: it is called. Open: it kept failing, and is left alone until the break is over and somebody calls. HalfOpen: one call tries it.
/// </param>
internal sealed record GatewayReport(string Host, CircuitState Breaker);
