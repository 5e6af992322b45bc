namespace ApiBridge.Reconciliation.Gateway;

/// <summary>The gateway's host kept failing, so it was not called at all.</summary>
/// <param name="message">What happened.</param>
/// <param name="retryAfter">When it is called again.</param>
/// <param name="innerException">The circuit breaker's word.</param>
public sealed class CircuitOpenException(string message, TimeSpan retryAfter, Exception innerException)
    : GatewayUnavailableException(message, retryAfter, innerException, isUnanswered: false);
