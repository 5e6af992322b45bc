using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Queueing;

internal static partial class QueueingLog
{
    [LoggerMessage(LogLevel.Information, "Sent {Key}: {Reason}")]
    public static partial void Sent(this ILogger logger, ObjectKey key, EventReason reason);

    [LoggerMessage(LogLevel.Warning, "Sending {Key} ({Reason}) failed; it is kept and tried again: {Error}")]
    public static partial void NotSent(this ILogger logger, ObjectKey key, EventReason reason, string error);

    [LoggerMessage(LogLevel.Warning, "The queue {Queue} can't be reached: {Error}")]
    public static partial void Unreachable(this ILogger logger, string queue, string error);

    [LoggerMessage(LogLevel.Information, "The queue {Queue} is there")]
    public static partial void Reached(this ILogger logger, string queue);
}
