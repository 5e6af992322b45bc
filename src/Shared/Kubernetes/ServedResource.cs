using ApiBridge.Domain;

namespace ApiBridge.Shared.Kubernetes;

/// <summary>A resource at one of the versions that the API server serves it at.</summary>
/// <param name="Resource">Group, version and plural.</param>
/// <param name="Kind">The kind of its objects.</param>
/// <param name="HasStatus">Whether its status is a subresource, to be written at <c>/status</c>.</param>
public readonly record struct ServedResource(GroupVersionResource Resource, string Kind, bool HasStatus);
