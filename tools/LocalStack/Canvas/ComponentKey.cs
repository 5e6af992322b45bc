using System.Text.Json.Nodes;
using ApiBridge.Domain;

namespace ApiBridge.LocalStack.Canvas;

/// <summary>Which Component is meant.</summary>
internal readonly record struct ComponentKey(string Namespace, string Name)
{
    /// <summary>The Component that an object is, or belongs to.</summary>
    /// <returns>Null for an ExposedAPI that no Component owns, also by a name that none can have, and for what is no Kubernetes object.</returns>
    public static ComponentKey? Of(string plural, JsonObject? body)
    {
        if (body?["metadata"] is not JsonObject metadata)
        {
            return null;
        }

        var name = plural == CanvasApi.Components
            ? CanvasApi.Text(metadata, "name")
            : (metadata["ownerReferences"] as JsonArray ?? [])
                .Where(owner => CanvasApi.Text(owner, "kind") == "Component" && CanvasApi.Text(owner, "apiVersion").StartsWith("oda.tmforum.org/", StringComparison.Ordinal))
                .Select(owner => CanvasApi.Text(owner, "name"))
                .FirstOrDefault();
        return name is null || !KubernetesName.IsValid(name) ? null : new ComponentKey(CanvasApi.Text(metadata, "namespace"), name);
    }

    public override string ToString() => $"{Namespace}/{Name}";
}
