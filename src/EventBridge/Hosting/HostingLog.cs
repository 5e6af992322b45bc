namespace ApiBridge.EventBridge.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(LogLevel.Information, "All messages were sent before the stop")]
    public static partial void Drained(this ILogger logger);

    [LoggerMessage(LogLevel.Warning, "{Count} messages were not sent before the stop; the next leader lists anew")]
    public static partial void NotDrained(this ILogger logger, int count);

    [LoggerMessage(LogLevel.Warning, "{Variable} of the former operator is read as {Setting}={Value}")]
    public static partial void LegacyRead(this ILogger logger, string variable, string setting, string value);

    [LoggerMessage(LogLevel.Warning, "{Variable} of the former operator is left aside: {Setting} is set to {Value}")]
    public static partial void LegacyOverruled(this ILogger logger, string variable, string setting, string? value);

    [LoggerMessage(LogLevel.Warning, "{Variable} of the former operator is left aside: '{Value}' is none of {Understood}")]
    public static partial void LegacyNotUnderstood(this ILogger logger, string variable, string value, string understood);
}
