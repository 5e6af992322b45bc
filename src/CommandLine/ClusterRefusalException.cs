namespace ApiBridge.CommandLine;

/// <summary>The API server refused, or said what can't be read.</summary>
/// <param name="message">What was asked, and what came back, in one line.</param>
/// <param name="innerException">The cause; null for none.</param>
internal sealed class ClusterRefusalException(string message, Exception? innerException = null) : Exception(message, innerException);
