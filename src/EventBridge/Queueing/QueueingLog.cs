using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Queueing;

internal static partial class QueueingLog
{
    [LoggerMessage(LogLevel.Information, "Sent {Key}: {Reason}")]
    public static partial void Sent(this ILogger logger, ObjectKey key, EventReason reason);

    // What the queue is away for is told once, for all keys.
    [LoggerMessage(LogLevel.Debug, "Sending {Key} ({Reason}) failed; it is kept and tried again: {Error}")]
    public static partial void NotSent(this ILogger logger, ObjectKey key, EventReason reason, string error);

    [LoggerMessage(LogLevel.Information, "The queue {Queue} is there")]
    public static partial void Reached(this ILogger logger, string queue);
}
