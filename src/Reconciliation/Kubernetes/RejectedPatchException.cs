namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>The API server does not accept what a patch would make of the object.</summary>
/// <param name="message">Which object, and the API server's words.</param>
/// <param name="innerException">The API server's answer.</param>
public sealed class RejectedPatchException(string message, Exception innerException) : Exception(message, innerException);
