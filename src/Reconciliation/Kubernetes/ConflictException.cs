namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>Somebody else wrote the object between our read and our write. Read again and decide again.</summary>
/// <param name="message">Which object, and what was tried.</param>
/// <param name="innerException">The API server's answer.</param>
public sealed class ConflictException(string message, Exception? innerException = null) : Exception(message, innerException);
