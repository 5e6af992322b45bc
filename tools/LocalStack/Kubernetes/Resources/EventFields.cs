namespace ApiBridge.LocalStack.Kubernetes.Resources;

/// <summary>How the fields of a core v1 Event are called in events.k8s.io/v1.</summary>
internal static class EventFields
{
    public static IReadOnlyDictionary<string, string> InEventsGroup { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["involvedObject"] = "regarding",
        ["message"] = "note",
        ["reportingComponent"] = "reportingController",
        ["source"] = "deprecatedSource",
        ["firstTimestamp"] = "deprecatedFirstTimestamp",
        ["lastTimestamp"] = "deprecatedLastTimestamp",
        ["count"] = "deprecatedCount",
    };
}
