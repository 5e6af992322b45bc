using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.LocalStack.Kubernetes.Resources;
using ApiBridge.LocalStack.Kubernetes.Storage;
using ApiBridge.LocalStack.Kubernetes.Writing;

namespace ApiBridge.LocalStack.Kubernetes.Lifecycle;

/// <summary>Deletes the objects of a CustomResourceDefinition that is being deleted, and lets it go once there are none.</summary>
internal sealed class DefinitionController(ObjectStore store, ObjectRemover remover) : IController
{
    private readonly GroupResource _definitions = BuiltInResources.CustomResourceDefinitions.StoredAs;

    public void Observe(StoreChange change)
    {
        var name = change.Resource == _definitions ? change.Current.Name.Name : change.Resource.ToString();
        if (store.Get(_definitions, new ObjectName("", name)) is not { } definition || !definition.Body.IsBeingDeleted())
        {
            return;
        }

        var resource = CustomResourceDefinition.ToResourceType(definition.Body).StoredAs;
        if (change.Resource == _definitions)
        {
            foreach (var stored in store.List(resource).Objects)
            {
                remover.Delete(resource, stored.Name, new DeleteOptions());
            }
        }

        if (!store.List(resource).Objects.Any())
        {
            remover.Release(_definitions, definition.Name, CustomResourceDefinition.CleanupFinalizer);
        }
    }
}
