namespace ApiBridge.LocalStack.Running;

/// <summary>The user did not agree to work on a cluster.</summary>
/// <param name="message">Which, and how to agree.</param>
internal sealed class NotConfirmedException(string message) : Exception(message);
