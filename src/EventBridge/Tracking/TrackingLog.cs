using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Tracking;

internal static partial class TrackingLog
{
    [LoggerMessage(LogLevel.Information, "{Key} still lacks something ({Gap}); resync {Resyncs}")]
    public static partial void Resync(this ILogger logger, ObjectKey key, ConvergenceGap? gap, int resyncs);

    [LoggerMessage(LogLevel.Information, "{Key} is gone")]
    public static partial void Gone(this ILogger logger, ObjectKey key);
}
