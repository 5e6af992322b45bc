using System.Diagnostics;
using ApiBridge.Domain;

namespace ApiBridge.Reconciliation;

/// <summary>Traces of the reconciles. A trace does not cross a Storage queue by itself, so the event carries its parent.</summary>
public static class ReconciliationTelemetry
{
    /// <summary>The name of the activity source, for whoever exports it.</summary>
    public const string SourceName = "ApiBridge.Reconciliation";

    private static readonly ActivitySource Source = new(SourceName);

    internal static Activity? StartReconcile(ApiEvent apiEvent)
    {
        var links = ActivityContext.TryParse(apiEvent.TraceParent, traceState: null, isRemote: true, out var sender)
            ? new[] { new ActivityLink(sender) }
            : [];
        var activity = Source.StartActivity(ActivityKind.Consumer, links: links, name: $"reconcile {apiEvent.Reason}");
        activity?.SetTag("k8s.namespace.name", apiEvent.Key.Namespace);
        activity?.SetTag("apibridge.exposedapi.name", apiEvent.Key.Name);
        activity?.SetTag("apibridge.attempt", apiEvent.Attempt);
        return activity;
    }
}
