using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Kubernetes;

/// <summary>A collection on the API server: a resource, in one namespace or (null) in all.</summary>
internal sealed record ResourcePath(GroupVersionResource Resource, string? Namespace)
{
    /// <summary>The collection's URL path.</summary>
    public override string ToString() => Namespace is null
        ? $"/apis/{Resource.Group}/{Resource.Version}/{Resource.Plural}"
        : $"/apis/{Resource.Group}/{Resource.Version}/namespaces/{Namespace}/{Resource.Plural}";
}
