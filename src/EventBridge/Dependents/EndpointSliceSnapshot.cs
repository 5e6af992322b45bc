using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Dependents;

/// <summary>What is remembered of an EndpointSlice: whose it is, and whether any of its endpoints is ready.</summary>
internal sealed record EndpointSliceSnapshot(ServiceName Service, string Name, bool HasReadyEndpoint)
{
    /// <summary>Reads a slice of discovery.k8s.io v1 or v1beta1; null when it belongs to no Service.</summary>
    public static EndpointSliceSnapshot? Read(JsonElement element)
    {
        var metadata = element.GetProperty("metadata");
        if (!metadata.TryGetProperty("labels", out var labels) || !labels.TryGetProperty(EndpointSlice.ServiceLabel, out var service))
        {
            return null;
        }

        return new(
            ServiceName.Of(metadata.GetProperty("namespace").GetString()!, service.GetString()!),
            metadata.GetProperty("name").GetString()!,
            EndpointSlice.HasReadyEndpoint(element));
    }
}
