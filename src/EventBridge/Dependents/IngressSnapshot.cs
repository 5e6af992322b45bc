using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Dependents;

/// <summary>What is remembered of the gateway's Ingress in a namespace: its address, empty while it has none.</summary>
internal sealed record IngressSnapshot(string Namespace, string Address)
{
    /// <summary>Reads an Ingress of networking.k8s.io v1; null when it is not the gateway's.</summary>
    public static IngressSnapshot? Read(JsonElement element, string name)
    {
        var metadata = element.Child("metadata");
        return metadata.Text("name") == name ? new(metadata.Text("namespace"), LoadBalancer.AddressOf(element)) : null;
    }
}
