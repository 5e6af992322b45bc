namespace ApiBridge.LocalStack.QueueTriggers;

internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "Queue {Queue} does not exist yet")]
    public static partial void QueueMissing(this ILogger logger, string queue);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "Queue {Queue} does not answer; trying again")]
    public static partial void NotFetched(this ILogger logger, Exception exception, string queue);

    [LoggerMessage(EventId = 3, Level = LogLevel.Debug, Message = "Lease on {Queue}/{MessageId} renewed")]
    public static partial void LeaseRenewed(this ILogger logger, string queue, string messageId);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "Lease on {Queue}/{MessageId} could not be renewed; trying again sooner")]
    public static partial void LeaseNotRenewed(this ILogger logger, Exception exception, string queue, string messageId);

    [LoggerMessage(EventId = 5, Level = LogLevel.Information, Message = "Lease on {Queue}/{MessageId} is lost (status {Status}); whoever has the message settles it")]
    public static partial void LeaseLost(this ILogger logger, string queue, string messageId, int status);

    [LoggerMessage(EventId = 6, Level = LogLevel.Warning, Message = "Function on {Queue}/{MessageId} failed at try {DequeueCount}")]
    public static partial void FunctionFailed(this ILogger logger, Exception exception, string queue, string messageId, long dequeueCount);

    [LoggerMessage(EventId = 7, Level = LogLevel.Warning, Message = "{Queue}/{MessageId} is not base64")]
    public static partial void Undecodable(this ILogger logger, string queue, string messageId);

    [LoggerMessage(EventId = 8, Level = LogLevel.Error, Message = "{Queue}/{MessageId} moved to {PoisonQueue} after {DequeueCount} tries")]
    public static partial void Poisoned(this ILogger logger, string queue, string messageId, long dequeueCount, string poisonQueue);

    [LoggerMessage(EventId = 9, Level = LogLevel.Error, Message = "{Queue}/{MessageId} failed for the last time and has no poison queue; it stays hidden until its lease ends")]
    public static partial void LeftHidden(this ILogger logger, string queue, string messageId);

    [LoggerMessage(EventId = 10, Level = LogLevel.Warning, Message = "{Queue}/{MessageId} could not be settled; it comes again when its lease ends")]
    public static partial void NotSettled(this ILogger logger, Exception exception, string queue, string messageId);

    [LoggerMessage(EventId = 11, Level = LogLevel.Information, Message = "Queue {Queue} drains {InFlight} messages")]
    public static partial void Draining(this ILogger logger, string queue, long inFlight);

    [LoggerMessage(EventId = 12, Level = LogLevel.Warning, Message = "Drain time is over: cancelling {InFlight} functions on {Queue}")]
    public static partial void CancellingFunctions(this ILogger logger, string queue, long inFlight);
}
