namespace ApiBridge.LocalStack.Canvas;

internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "ExposedAPI {Namespace}/{Name} created")]
    public static partial void ExposedApiCreated(this ILogger logger, string @namespace, string name);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "ExposedAPI {Namespace}/{Name} brought in line with its Component")]
    public static partial void ExposedApiUpdated(this ILogger logger, string @namespace, string name);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "ExposedAPI {Namespace}/{Name} deleted: its Component does not expose it any more")]
    public static partial void ExposedApiDeleted(this ILogger logger, string @namespace, string name);

    [LoggerMessage(EventId = 4, Level = LogLevel.Debug, Message = "Status of Component {Component} written")]
    public static partial void StatusWritten(this ILogger logger, ComponentKey component);

    [LoggerMessage(EventId = 5, Level = LogLevel.Warning, Message = "{Plural} can't be listed or watched: {Reason}")]
    public static partial void NotFollowed(this ILogger logger, string plural, string reason);

    [LoggerMessage(EventId = 6, Level = LogLevel.Warning, Message = "Component {Component} is tried again: {Reason}")]
    public static partial void NotReconciled(this ILogger logger, ComponentKey component, string reason);

    [LoggerMessage(EventId = 7, Level = LogLevel.Error, Message = "Component {Component} is skipped, it has a shape that its definition does not allow: {Reason}")]
    public static partial void Unreadable(this ILogger logger, ComponentKey component, string reason);
}
