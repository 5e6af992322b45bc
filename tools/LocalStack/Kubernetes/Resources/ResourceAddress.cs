using ApiBridge.LocalStack.Kubernetes.Objects;

namespace ApiBridge.LocalStack.Kubernetes.Resources;

/// <summary>What a request's URL points at.</summary>
/// <param name="Type">The kind of object.</param>
/// <param name="Version">The version spoken in the request.</param>
/// <param name="Namespace">Empty for cluster-wide objects, and for a request across all namespaces.</param>
/// <param name="Name">Empty for a request on the collection.</param>
/// <param name="Subresource"><c>status</c> or empty.</param>
internal sealed record ResourceAddress(
    ResourceType Type, ServedVersion Version, string Namespace, string Name, string Subresource)
{
    public bool IsStatus => Subresource == "status";

    public string ApiVersion => Type.ApiVersion(Version);

    public ObjectName ObjectName => new(Namespace, Name);
}
