using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Tracking;

internal static partial class TrackingLog
{
    [LoggerMessage(LogLevel.Information, "{Key} still lacks something ({Gap}); resync {Resyncs}")]
    public static partial void Resync(this ILogger logger, ObjectKey key, ConvergenceGap? gap, int resyncs);

    [LoggerMessage(LogLevel.Information, "The entry of {Key} in Component {Component} differs from its status; message {Times} about that")]
    public static partial void EntryDiffers(this ILogger logger, ObjectKey key, string? component, int times);

    [LoggerMessage(LogLevel.Information, "An audit asked for {Apis} APIs in {Took}")]
    public static partial void Audited(this ILogger logger, int apis, TimeSpan took);

    [LoggerMessage(LogLevel.Warning, "An audit asked for {Apis} APIs in {Took}, longer than ApiBridge:Reachability:AuditPeriod of {Period}: raise that, or AuditsPerSecond")]
    public static partial void AuditTooLong(this ILogger logger, int apis, TimeSpan took, TimeSpan period);

    [LoggerMessage(LogLevel.Information, "{Key} is gone")]
    public static partial void Gone(this ILogger logger, ObjectKey key);
}
