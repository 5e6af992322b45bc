namespace ApiBridge.LocalStack.Kubernetes.Patching;

/// <summary>A patch that is well formed but does not fit the object: a test failed, a path is missing.</summary>
/// <param name="message">What does not fit.</param>
internal sealed class PatchRefusedException(string message) : Exception(message);
