namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>The API server could not be reached, could not serve, or does not let us: none of it is the object's fault.</summary>
/// <param name="message">What was tried and what came back.</param>
/// <param name="innerException">The cause.</param>
public sealed class ClusterUnavailableException(string message, Exception innerException) : Exception(message, innerException);
