namespace ApiBridge.LocalStack.Samples;

/// <summary>A sample that can't be used.</summary>
/// <param name="message">The file, what is wrong with it, and the fix.</param>
/// <param name="innerException">The parser's or the API server's own complaint.</param>
public sealed class InvalidSampleException(string message, Exception? innerException = null) : Exception(message, innerException);
