using System.Diagnostics;
using ApiBridge.Domain;

namespace ApiBridge.Shared.Tracing;

/// <summary>What the spans of both programs say in the same way. A span that nobody records is null.</summary>
public static class SpanExtensions
{
    private const string Queues = "azure_queues";
    private const int MostDescription = 1024;

    /// <summary>Says which ExposedAPI it is about.</summary>
    /// <param name="span">The span.</param>
    /// <param name="api">The ExposedAPI.</param>
    public static void IsAbout(this Activity? span, ObjectKey api)
    {
        span?.SetTag(SpanAttributes.Namespace, api.Namespace);
        span?.SetTag(SpanAttributes.ApiName, api.Name);
    }

    /// <summary>Says what is done with which message.</summary>
    /// <param name="span">The span.</param>
    /// <param name="operation">Send or process.</param>
    /// <param name="queue">The queue's name.</param>
    /// <param name="messageId">The CloudEvent's id; null where the message is none.</param>
    public static void IsOfMessage(this Activity? span, string operation, string queue, string? messageId)
    {
        span?.SetTag(SpanAttributes.MessagingSystem, Queues);
        span?.SetTag(SpanAttributes.MessagingDestination, queue);
        span?.SetTag(SpanAttributes.MessagingOperationType, operation);
        span?.SetTag(SpanAttributes.MessagingOperationName, operation);
        span?.SetTag(SpanAttributes.MessagingMessageId, messageId);
    }

    /// <summary>Says which request it is.</summary>
    /// <param name="span">The span.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="url">Where it goes. Of its query and of a user in it nothing is told.</param>
    public static void IsOfRequest(this Activity? span, HttpMethod method, Uri url)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(url);
        span?.SetTag(SpanAttributes.HttpMethod, method.Method);
        span?.SetTag(SpanAttributes.UrlPath, url.AbsolutePath);
        span?.SetTag(SpanAttributes.ServerAddress, url.IdnHost);
        span?.SetTag(SpanAttributes.ServerPort, url.Port);
    }

    /// <summary>Says that it failed.</summary>
    /// <param name="span">The span.</param>
    /// <param name="type">The class of the failure, one of few.</param>
    /// <param name="description">What happened, for people.</param>
    public static void Fail(this Activity? span, string type, string? description = null)
    {
        span?.SetTag(SpanAttributes.ErrorType, type);
        span?.SetStatus(ActivityStatusCode.Error, description);
    }

    /// <summary>Says that it failed, and with what.</summary>
    /// <param name="span">The span.</param>
    /// <param name="exception">The failure.</param>
    public static void Fail(this Activity? span, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        span.Fail(exception.GetType().FullName!, Excerpt.Of(exception.Message, MostDescription));
    }
}
