namespace ApiBridge.FunctionsHost.Settings;

/// <summary>A host.json that can't be used; the message names file, field, value and what is valid.</summary>
public sealed class HostJsonException(string message, Exception? innerException = null)
    : Exception(message, innerException);
