namespace ApiBridge.FunctionsHost;

/// <summary>The app can't be run; the message is one line that says why and what to do.</summary>
internal sealed class FunctionsHostException(string message, Exception? innerException = null) : Exception(message, innerException);
