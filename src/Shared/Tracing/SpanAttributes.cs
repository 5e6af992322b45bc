namespace ApiBridge.Shared.Tracing;

/// <summary>
/// The attributes of the spans: OpenTelemetry's names where its semantic conventions have one, <c>apibridge.</c> before the product's own.
/// (https://opentelemetry.io/docs/specs/semconv/)
/// </summary>
public static class SpanAttributes
{
    /// <summary>What kind of queue it is.</summary>
    public const string MessagingSystem = "messaging.system";

    /// <summary>The queue.</summary>
    public const string MessagingDestination = "messaging.destination.name";

    /// <summary>What is done with the message, by the conventions: send or process.</summary>
    public const string MessagingOperationType = "messaging.operation.type";

    /// <summary>What is done with the message, in the queue's own word.</summary>
    public const string MessagingOperationName = "messaging.operation.name";

    /// <summary>The CloudEvent's id.</summary>
    public const string MessagingMessageId = "messaging.message.id";

    /// <summary>The HTTP method.</summary>
    public const string HttpMethod = "http.request.method";

    /// <summary>How often the request was sent again.</summary>
    public const string HttpResendCount = "http.request.resend_count";

    /// <summary>The HTTP status.</summary>
    public const string HttpStatus = "http.response.status_code";

    /// <summary>The URL's path. Never the query: it may hold what is nobody's business.</summary>
    public const string UrlPath = "url.path";

    /// <summary>The server's host.</summary>
    public const string ServerAddress = "server.address";

    /// <summary>The server's port.</summary>
    public const string ServerPort = "server.port";

    /// <summary>The class of the failure.</summary>
    public const string ErrorType = "error.type";

    /// <summary>The object's namespace.</summary>
    public const string Namespace = "k8s.namespace.name";

    /// <summary>The ExposedAPI's name.</summary>
    public const string ApiName = "apibridge.exposedapi.name";

    /// <summary>How many attempts failed before.</summary>
    public const string Attempt = "apibridge.attempt";

    /// <summary>What came of it.</summary>
    public const string Outcome = "apibridge.outcome";
}
