using System.Text.Json;

namespace ApiBridge.EventBridge.Dependents;

/// <summary>What is remembered of the gateway's Ingress in a namespace: its address, empty while it has none.</summary>
internal sealed record IngressSnapshot(string Namespace, string Address)
{
    /// <summary>Reads an Ingress of networking.k8s.io v1; null when it is not the gateway's.</summary>
    public static IngressSnapshot? Read(JsonElement element, string name)
    {
        var metadata = element.GetProperty("metadata");
        return metadata.GetProperty("name").ValueEquals(name) ? new(metadata.GetProperty("namespace").GetString()!, AddressOf(element)) : null;
    }

    private static string AddressOf(JsonElement element)
    {
        if (element.TryGetProperty("status", out var status)
            && status.TryGetProperty("loadBalancer", out var loadBalancer)
            && loadBalancer.TryGetProperty("ingress", out var points)
            && points.ValueKind == JsonValueKind.Array)
        {
            foreach (var point in points.EnumerateArray())
            {
                if (Text(point, "ip") is { } ip)
                {
                    return ip;
                }

                if (Text(point, "hostname") is { } hostname)
                {
                    return hostname;
                }
            }
        }

        return string.Empty;
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var text) && text.GetString() is { Length: > 0 } value ? value : null;
}
