using ApiBridge.LocalStack.Kubernetes.Errors;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.LocalStack.Kubernetes.Resources;
using ApiBridge.LocalStack.Kubernetes.Storage;

namespace ApiBridge.LocalStack.Kubernetes.Writing;

/// <summary>Deletes objects: at once, or, while finalizers hold them, by marking them as being deleted.</summary>
internal sealed class ObjectRemover(ObjectStore store, TimeProvider time)
{
    /// <summary>Deletes an object.</summary>
    /// <returns>Its state since, and whether it is gone; null when there was no such object.</returns>
    /// <exception cref="ApiException">It is not the object that the preconditions name.</exception>
    public (StoredObject Object, bool Gone)? Delete(GroupResource resource, ObjectName name, DeleteOptions options)
    {
        while (store.Get(resource, name) is { } stored)
        {
            options.Preconditions.RefuseOther(stored.Body, resource);
            var finalizers = options.Finalizer is { } finalizer
                ? stored.Body.Finalizers().Append(finalizer).Distinct().ToList()
                : stored.Body.Finalizers();
            if (options.DryRun)
            {
                return (stored, !Finalization.IsHeld(stored.Body));
            }

            if (stored.Body.IsBeingDeleted())
            {
                return (stored, false);
            }

            var terminating = Finalization.Begin(stored.Body, finalizers, time);
            if (Finalization.IsHeld(terminating))
            {
                if (store.TryReplace(resource, stored, terminating) is { } marked)
                {
                    return (marked, false);
                }
            }
            else if (store.TryRemove(resource, stored) is { } removed)
            {
                return (removed, true);
            }
        }

        return null;
    }

    /// <summary>Takes a finalizer off an object, which goes when it was the last one and the object is being deleted.</summary>
    public void Release(GroupResource resource, ObjectName name, string finalizer)
    {
        while (store.Get(resource, name) is { } stored && stored.Body.Finalizers().Contains(finalizer))
        {
            var released = Finalization.WithFinalizers(stored.Body, stored.Body.Finalizers().Where(f => f != finalizer));
            var written = released.IsBeingDeleted() && !Finalization.IsHeld(released)
                ? store.TryRemove(resource, stored, released)
                : store.TryReplace(resource, stored, released);
            if (written is not null)
            {
                return;
            }
        }
    }
}
