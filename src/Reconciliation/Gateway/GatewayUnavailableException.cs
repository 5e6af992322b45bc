namespace ApiBridge.Reconciliation.Gateway;

/// <summary>The gateway could not be reached or could not serve. The call may or may not have taken effect.</summary>
/// <param name="message">What happened.</param>
/// <param name="retryAfter">How long it asks to be left alone; null when it does not say.</param>
/// <param name="innerException">The cause, where there is one.</param>
/// <param name="wasSent">Whether anything may have reached the gateway.</param>
public class GatewayUnavailableException(
    string message, TimeSpan? retryAfter = null, Exception? innerException = null, bool wasSent = true)
    : Exception(message, innerException)
{
    /// <summary>How long the gateway, or its open circuit breaker, asks to be left alone; null when neither says.</summary>
    public TimeSpan? RetryAfter => retryAfter;

    /// <summary>Whether anything may have reached the gateway. When not, nothing took effect.</summary>
    public bool WasSent => wasSent;
}
