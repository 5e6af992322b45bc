namespace ApiBridge.TestServers;

/// <summary>A kubectl command failed.</summary>
/// <param name="message">Which, and what it said.</param>
public sealed class KubectlException(string message) : Exception(message);
