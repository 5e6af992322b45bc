using System.Net;
using k8s.Autorest;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>The API server could not be reached, could not serve, or does not let us: none of it is the object's fault.</summary>
/// <param name="message">What was tried and what came back.</param>
/// <param name="innerException">The cause.</param>
public sealed class ClusterUnavailableException(string message, Exception innerException) : Exception(message, innerException)
{
    /// <summary>Whether it does not let us: rights are missing.</summary>
    public bool IsForbidden => InnerException is HttpOperationException { Response.StatusCode: HttpStatusCode.Forbidden };

    /// <summary>Whether no answer came.</summary>
    public bool IsNotReached => InnerException is not HttpOperationException;
}
