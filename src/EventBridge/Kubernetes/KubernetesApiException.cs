using System.Net;

namespace ApiBridge.EventBridge.Kubernetes;

/// <summary>The API server answered with an error, or could not be asked.</summary>
internal sealed class KubernetesApiException : Exception
{
    // Whoever answers, it stops nobody for good.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    public KubernetesApiException(string message, HttpStatusCode? statusCode, TimeSpan? retryAfter = null, Exception? inner = null)
        : base(message, inner)
    {
        StatusCode = statusCode;
        RetryAfter = retryAfter > LongestWait ? LongestWait : retryAfter;
    }

    /// <summary>The answer's code; null when there was no answer.</summary>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>How long the server wants to be left alone, 5 min at the most; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; }
}
