using ApiBridge.Shared.Resilience;

namespace ApiBridge.EventBridge.Watching;

internal static partial class WatchingLog
{
    [LoggerMessage(LogLevel.Information, "Listed {Resource}: {Count} objects at version {Version}")]
    public static partial void Listed(this ILogger logger, string resource, int count, string version);

    [LoggerMessage(LogLevel.Information, "The version of {Resource} is too old to go on from; listing again")]
    public static partial void Expired(this ILogger logger, string resource);

    /// <summary>Where it is told that a resource can't be watched, which may last.</summary>
    public static OutageLog OutageOf(string resource, TimeProvider time, ILogger logger) => new($"Watching {resource} failed, trying again", time, logger);

    [LoggerMessage(LogLevel.Warning, "An object of {Resource} can't be read and is left out until it is mended: {Found}")]
    public static partial void Unreadable(this ILogger logger, string resource, string found);

    [LoggerMessage(LogLevel.Debug, "The watch of {Resource} ended; going on from version {Version}")]
    public static partial void Ended(this ILogger logger, string resource, string version);

    [LoggerMessage(LogLevel.Error, "{Resource} is not served: install the CustomResourceDefinition {Crd}; looking again until it is there")]
    public static partial void NotServed(this ILogger logger, string resource, string crd);

    [LoggerMessage(LogLevel.Information, "{Resource} is not served, and can be done without; looking again until it is there")]
    public static partial void OptionalNotServed(this ILogger logger, string resource);

    [LoggerMessage(LogLevel.Information, "Watching {Resource} in {Scope}")]
    public static partial void Watching(this ILogger logger, string resource, string scope);

    [LoggerMessage(LogLevel.Warning, "No Event was written on an object that can't be read, {Found}: {Error}")]
    public static partial void NoEvent(this ILogger logger, string found, string error);
}
