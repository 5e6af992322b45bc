using System.Runtime.CompilerServices;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.LocalStack.Kubernetes.Storage;

namespace ApiBridge.LocalStack.Kubernetes.Resources;

/// <summary>
/// The resources the server serves: the built-in ones, and one for each CustomResourceDefinition in the store. It keeps no list of
/// its own, so a definition is served from the moment it is stored.
/// </summary>
internal sealed class ResourceCatalog(ObjectStore store)
{
    private readonly ConditionalWeakTable<StoredObject, ResourceType> _parsed = [];

    /// <summary>All types, built-in ones first.</summary>
    public IEnumerable<ResourceType> All =>
        BuiltInResources.All.Concat(
            store.List(BuiltInResources.CustomResourceDefinitions.StoredAs).Objects.Select(Parse));

    /// <summary>The type of that name, or null.</summary>
    public ResourceType? Find(GroupResource resource) =>
        BuiltInResources.All.FirstOrDefault(type => type.Name == resource) ?? FindCustom(resource);

    private ResourceType? FindCustom(GroupResource resource) =>
        store.Get(BuiltInResources.CustomResourceDefinitions.StoredAs, new ObjectName("", resource.ToString())) is { } definition
            ? Parse(definition)
            : null;

    private ResourceType Parse(StoredObject definition) =>
        _parsed.GetValue(definition, static stored => CustomResourceDefinition.ToResourceType(stored.Body));
}
