using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.LocalStack.Kubernetes.Resources;
using ApiBridge.LocalStack.Kubernetes.Storage;
using ApiBridge.LocalStack.Kubernetes.Writing;

namespace ApiBridge.LocalStack.Kubernetes.Lifecycle;

/// <summary>Empties a namespace that is being deleted, and removes it once it is empty.</summary>
internal sealed class NamespaceController(ObjectStore store, ObjectRemover remover) : IController
{
    private readonly GroupResource _namespaces = BuiltInResources.Namespaces.StoredAs;

    public void Observe(StoreChange change)
    {
        var concerns = change.Resource == _namespaces ? change.Current.Name.Name : change.Current.Name.Namespace;
        if (store.Get(_namespaces, new ObjectName("", concerns)) is not { } home || !home.Body.IsBeingDeleted())
        {
            return;
        }

        if (change.Resource == _namespaces)
        {
            foreach (var (resource, name) in Content(concerns).ToList())
            {
                remover.Delete(resource, name, new DeleteOptions());
            }
        }
        else if (!change.Removed && !change.Current.Body.IsBeingDeleted())
        {
            remover.Delete(change.Resource, change.Current.Name, new DeleteOptions());
        }

        if (!Content(concerns).Any() && home.Body.Finalizers().Count == 0)
        {
            store.TryRemove(_namespaces, home);
        }
    }

    private IEnumerable<(GroupResource Resource, ObjectName Name)> Content(string space) =>
        from resource in store.Resources
        from stored in store.List(resource).Objects
        where stored.Name.Namespace == space
        select (resource, stored.Name);
}
