using ApiBridge.Domain;

namespace ApiBridge.Shared.Kubernetes;

/// <summary>
/// A collection on the API server: a resource, in one namespace or (null) in all. This is the one place where names become a path. They come
/// from tenants' objects, from messages, settings and answers, so each is held to what the API server itself takes, and escaped: <c>../</c> in one
/// would be a request for something else, with our rights.
/// </summary>
public sealed record ResourcePath
{
    private readonly string _path;

    /// <summary>Makes a path.</summary>
    /// <param name="resource">Group, empty for the core group, version and plural.</param>
    /// <param name="namespace">The namespace; null for all.</param>
    /// <exception cref="InvalidResourceNameException">One of them is none.</exception>
    public ResourcePath(GroupVersionResource resource, string? @namespace)
    {
        (Resource, Namespace) = (resource, @namespace);
        var scope = @namespace is null ? string.Empty : $"/namespaces/{Label(@namespace, "namespace")}";
        _path = $"{OfVersion(resource.Group, resource.Version)}{scope}/{Label(resource.Plural, "plural")}";
    }

    /// <summary>Group, version and plural.</summary>
    public GroupVersionResource Resource { get; }

    /// <summary>The namespace; null for all.</summary>
    public string? Namespace { get; }

    /// <summary>Where an API server tells at which versions it serves a group.</summary>
    /// <param name="group">The group; empty for the core group.</param>
    /// <exception cref="InvalidResourceNameException">It is none.</exception>
    public static string OfGroup(string group)
    {
        ArgumentNullException.ThrowIfNull(group);
        return group.Length == 0 ? "/api" : $"/apis/{Subdomain(group, "group")}";
    }

    /// <summary>Where an API server tells what it serves at a version of a group.</summary>
    /// <param name="group">The group; empty for the core group.</param>
    /// <param name="version">The version.</param>
    /// <exception cref="InvalidResourceNameException">One of them is none.</exception>
    public static string OfVersion(string group, string version) => $"{OfGroup(group)}/{Label(version, "version")}";

    /// <summary>An object's URL path.</summary>
    /// <param name="name">The object's name.</param>
    /// <exception cref="InvalidResourceNameException">It is none.</exception>
    public string Of(string name) => $"{_path}/{Subdomain(name, "name")}";

    /// <summary>The URL path of an object's status, where that is a subresource.</summary>
    /// <param name="name">The object's name.</param>
    /// <exception cref="InvalidResourceNameException">It is none.</exception>
    public string OfStatus(string name) => $"{Of(name)}/status";

    /// <summary>The collection's URL path.</summary>
    public override string ToString() => _path;

    private static string Label(string value, string part) =>
        KubernetesName.IsService(value) ? Uri.EscapeDataString(value) : throw new InvalidResourceNameException(part, value);

    private static string Subdomain(string value, string part) =>
        KubernetesName.IsValid(value) ? Uri.EscapeDataString(value) : throw new InvalidResourceNameException(part, value);
}
