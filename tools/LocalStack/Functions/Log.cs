namespace ApiBridge.LocalStack.Functions;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{Line}")]
    public static partial void HostSaid(this ILogger logger, string line);
}
