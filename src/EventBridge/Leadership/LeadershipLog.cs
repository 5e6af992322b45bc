namespace ApiBridge.EventBridge.Leadership;

internal static partial class LeadershipLog
{
    [LoggerMessage(LogLevel.Information, "{Identity} leads")]
    public static partial void Leading(this ILogger logger, string identity);

    [LoggerMessage(LogLevel.Information, "{Holder} leads; standing by")]
    public static partial void Following(this ILogger logger, string holder);

    [LoggerMessage(LogLevel.Warning, "{Identity} could not renew the Lease in time and leads no more")]
    public static partial void Lost(this ILogger logger, string identity);

    [LoggerMessage(LogLevel.Information, "{Identity} gave the Lease up")]
    public static partial void Released(this ILogger logger, string identity);

    [LoggerMessage(LogLevel.Warning, "The Lease could not be given up and runs out by itself: {Error}")]
    public static partial void NotReleased(this ILogger logger, string error);
}
