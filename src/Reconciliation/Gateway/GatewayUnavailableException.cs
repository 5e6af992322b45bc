namespace ApiBridge.Reconciliation.Gateway;

/// <summary>The gateway could not be reached or could not serve. A call that was left unanswered may have taken effect.</summary>
/// <param name="message">What happened.</param>
/// <param name="retryAfter">How long it asks to be left alone; null when it does not say.</param>
/// <param name="innerException">The cause, where there is one.</param>
/// <param name="isUnanswered">Whether an attempt was sent, and its connection broke, it timed out, or a 5xx came.</param>
public class GatewayUnavailableException(
    string message, TimeSpan? retryAfter = null, Exception? innerException = null, bool isUnanswered = true)
    : Exception(message, innerException)
{
    /// <summary>How long the gateway, or its open circuit breaker, asks to be left alone; null when neither says.</summary>
    public TimeSpan? RetryAfter => retryAfter;

    /// <summary>
    /// Whether an attempt was sent, and its connection broke, it timed out, or a 5xx came: it may have taken effect. Else nothing did.
    /// </summary>
    public bool IsUnanswered => isUnanswered;
}
