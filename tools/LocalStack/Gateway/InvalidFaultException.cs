namespace ApiBridge.LocalStack.Gateway;

/// <summary>A fault that can't be switched on; the message names field, value and what is valid.</summary>
public sealed class InvalidFaultException(string message) : Exception(message);
