namespace ApiBridge.Shared.Kubernetes.Kubeconfig;

/// <summary>A kubeconfig, or what it names, can't be used.</summary>
/// <param name="message">What, where it stands, and the fix.</param>
/// <param name="innerException">Why.</param>
internal sealed class KubeconfigException(string message, Exception? innerException = null) : Exception(message, innerException);
