namespace ApiBridge.EventBridge.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(LogLevel.Information, "All messages were sent before the stop")]
    public static partial void Drained(this ILogger logger);

    [LoggerMessage(LogLevel.Warning, "{Count} messages were not sent before the stop; the next leader lists anew")]
    public static partial void NotDrained(this ILogger logger, int count);
}
