using System.Net;

namespace ApiBridge.EventBridge.Kubernetes;

/// <summary>The API server answered with an error, or could not be asked.</summary>
internal sealed class KubernetesApiException : Exception
{
    public KubernetesApiException(string message, HttpStatusCode? statusCode, TimeSpan? retryAfter = null, Exception? inner = null)
        : base(message, inner)
    {
        StatusCode = statusCode;
        RetryAfter = retryAfter;
    }

    /// <summary>The answer's code; null when there was no answer.</summary>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>How long the server wants to be left alone; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; }
}
