using System.Text.Json;

namespace ApiBridge.Domain;

/// <summary>How an EndpointSlice of discovery.k8s.io, v1 or v1beta1, is read by both sides.</summary>
public static class EndpointSlice
{
    /// <summary>The label that names the Service a slice belongs to.</summary>
    public const string ServiceLabel = "kubernetes.io/service-name";

    /// <summary>Whether any endpoint of a slice is ready. One that does not say counts as ready.</summary>
    /// <remarks>https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoint-slice-v1/.</remarks>
    /// <param name="slice">The slice's JSON.</param>
    /// <returns>True when one is.</returns>
    public static bool HasReadyEndpoint(JsonElement slice) =>
        slice.Items("endpoints").Any(static endpoint => endpoint.Child("conditions").Flag("ready") ?? true);
}
