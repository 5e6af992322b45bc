using System.Diagnostics;
using ApiBridge.Domain;
using ApiBridge.Shared.Tracing;

namespace ApiBridge.Reconciliation.Tracing;

/// <summary>
/// The worker's spans. A trace does not cross a Storage queue by itself, so each message carries its parent: what is done about it is a child of
/// its sender's span, also when it comes again, and the host's span of the invocation is linked to.
/// </summary>
internal static class WorkerSpans
{
    private const string DelayAttribute = "apibridge.requeue.delay";
    private const string OperationAttribute = "apibridge.gateway.operation";
    private const string VerbAttribute = "apibridge.apiserver.verb";
    private const string ResourceAttribute = "apibridge.apiserver.resource";
    private static readonly ActivitySource Source = new(ReconciliationTelemetry.SourceName);

    /// <summary>The work on a message begins.</summary>
    /// <param name="apiEvent">What the message says.</param>
    /// <param name="queue">Where it came from.</param>
    public static Activity? StartReconcile(ApiEvent apiEvent, string queue)
    {
        var span = StartMessage($"reconcile {apiEvent.Reason}", ActivityKind.Consumer, apiEvent.TraceParent);
        span.IsOfMessage("process", queue, apiEvent.Id);
        span.IsAbout(apiEvent.Key);
        span?.SetTag(SpanAttributes.Attempt, apiEvent.Attempt);
        return span;
    }

    /// <summary>A message that was given up is kept, and its object marked.</summary>
    /// <param name="apiEvent">What the message says; null where it is no event.</param>
    /// <param name="queue">Where it is kept.</param>
    public static Activity? StartDeadLetter(ApiEvent? apiEvent, string queue)
    {
        var span = StartMessage("deadletter", ActivityKind.Producer, apiEvent?.TraceParent);
        span.IsOfMessage("send", queue, apiEvent?.Id);
        if (apiEvent is not null)
        {
            span.IsAbout(apiEvent.Key);
            span?.SetTag(SpanAttributes.Attempt, apiEvent.Attempt);
        }

        return span;
    }

    /// <summary>A message is put off.</summary>
    /// <param name="next">The message.</param>
    /// <param name="queue">Where it waits.</param>
    /// <param name="delay">For how long.</param>
    public static Activity? StartRequeue(ApiEvent next, string queue, TimeSpan delay)
    {
        var span = Source.StartActivity("requeue", ActivityKind.Producer);
        span.IsOfMessage("send", queue, next.Id);
        span.IsAbout(next.Key);
        span?.SetTag(SpanAttributes.Attempt, next.Attempt);
        span?.SetTag(DelayAttribute, delay.TotalSeconds);
        return span;
    }

    /// <summary>A call to a gateway begins.</summary>
    /// <param name="operation">What is asked for.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="url">Where.</param>
    public static Activity? StartGatewayCall(string operation, HttpMethod method, Uri url)
    {
        var span = Source.HasListeners() ? Source.StartActivity($"gateway {operation}", ActivityKind.Client) : null;
        span.IsOfRequest(method, url);
        span?.SetTag(OperationAttribute, operation);
        return span;
    }

    /// <summary>A call to the API server begins, as a part of something.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Null also where it is a part of nothing that is traced.</returns>
    public static Activity? StartApiServerCall(HttpRequestMessage request)
    {
        if (Activity.Current is null || !Source.HasListeners() || request.RequestUri is not { } url)
        {
            return null;
        }

        var target = ApiServerTarget.Of(request.Method, url);
        var span = Source.StartActivity($"apiserver {target.Verb} {target.Resource}", ActivityKind.Client);
        span.IsOfRequest(request.Method, url);
        span?.SetTag(VerbAttribute, target.Verb);
        span?.SetTag(ResourceAttribute, target.Resource);
        span?.SetTag(SpanAttributes.Namespace, target.Namespace);
        return span;
    }

    /// <summary>Says how far the work on a message came.</summary>
    public static void EndsWith(this Activity? reconcile, Outcome outcome)
    {
        var word = outcome.Kind.ToString();
        reconcile?.SetTag(SpanAttributes.Outcome, word);
        if (outcome.Failed)
        {
            reconcile.Fail(word);
        }
    }

    /// <summary>Says what was answered.</summary>
    /// <param name="call">The span of the call.</param>
    /// <param name="status">The HTTP status.</param>
    public static void IsAnswered(this Activity? call, int status) => call?.SetTag(SpanAttributes.HttpStatus, status);

    /// <summary>Hands the trace on to whoever is called.</summary>
    /// <param name="call">The span of the call.</param>
    /// <param name="request">The request.</param>
    public static void GoesWith(this Activity? call, HttpRequestMessage request)
    {
        if (call?.Id is { } id)
        {
            request.Headers.Remove("traceparent");
            request.Headers.Add("traceparent", id);
        }
    }

    // Without a sender it is a part of the invocation.
    private static Activity? StartMessage(string name, ActivityKind kind, string? traceParent)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var isSent = ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var sender);
        ActivityLink[] links = isSent && Activity.Current is { } invocation ? [new(invocation.Context)] : [];
        return Source.StartActivity(kind, sender, links: links, name: name);
    }
}
