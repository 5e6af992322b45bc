using System.Text.Json;

namespace ApiBridge.EventBridge.Dependents;

/// <summary>What is remembered of an EndpointSlice: whose it is, and whether any of its endpoints is ready.</summary>
internal sealed record EndpointSliceSnapshot(ServiceName Service, string Name, bool HasReadyEndpoint)
{
    /// <summary>The label that names the Service.</summary>
    public const string ServiceLabel = "kubernetes.io/service-name";

    /// <summary>Reads a slice of discovery.k8s.io v1 or v1beta1; null when it belongs to no Service.</summary>
    public static EndpointSliceSnapshot? Read(JsonElement element)
    {
        var metadata = element.GetProperty("metadata");
        if (!metadata.TryGetProperty("labels", out var labels) || !labels.TryGetProperty(ServiceLabel, out var service))
        {
            return null;
        }

        var hasReady = element.TryGetProperty("endpoints", out var endpoints)
            && endpoints.ValueKind == JsonValueKind.Array
            && endpoints.EnumerateArray().Any(IsReady);
        return new(
            new(metadata.GetProperty("namespace").GetString()!, service.GetString()!), metadata.GetProperty("name").GetString()!, hasReady);
    }

    // An endpoint that does not say counts as ready: so the Kubernetes API has it.
    private static bool IsReady(JsonElement endpoint) =>
        !endpoint.TryGetProperty("conditions", out var conditions)
        || !conditions.TryGetProperty("ready", out var ready)
        || ready.ValueKind != JsonValueKind.False;
}
