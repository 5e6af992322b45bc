using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Errors;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.LocalStack.Kubernetes.Resources;
using ApiBridge.LocalStack.Kubernetes.Storage;
using ApiBridge.LocalStack.Kubernetes.Writing;

namespace ApiBridge.LocalStack.Kubernetes.Lifecycle;

/// <summary>
/// Deletes objects none of whose owners exists, and carries out the deletion policies Foreground and Orphan. Owners are known by
/// uid alone. Since changes come in order, an owner older than its dependent has always been seen before it.
/// </summary>
internal sealed class GarbageCollector(ObjectStore store, ObjectRemover remover) : IController
{
    private readonly Dictionary<string, (GroupResource Resource, StoredObject State)> _objects = [];
    private readonly Dictionary<string, HashSet<string>> _dependents = [];

    public void Observe(StoreChange change)
    {
        if (change.Current.Body.Uid() is not { } uid)
        {
            return;
        }

        var formerOwners = _objects.TryGetValue(uid, out var former) ? OwnerUids(former.State) : [];
        foreach (var owner in formerOwners)
        {
            _dependents.GetValueOrDefault(owner)?.Remove(uid);
        }

        if (change.Removed)
        {
            _objects.Remove(uid);
            CollectAbandoned(DependentsOf(uid));
            _dependents.Remove(uid);
        }
        else
        {
            _objects[uid] = (change.Resource, change.Current);
            foreach (var owner in OwnerUids(change.Current))
            {
                (_dependents.TryGetValue(owner, out var list) ? list : _dependents[owner] = []).Add(uid);
            }

            CollectAbandoned([uid]);
            ContinueDeletion(uid);
        }

        foreach (var owner in formerOwners)
        {
            ContinueDeletion(owner);
        }
    }

    private static List<string> OwnerUids(StoredObject state) =>
        [.. state.Body.OwnerReferences().Select(owner => owner.Text("uid") ?? "")];

    private List<string> DependentsOf(string uid) => [.. _dependents.GetValueOrDefault(uid) ?? []];

    private void CollectAbandoned(IEnumerable<string> uids)
    {
        foreach (var uid in uids)
        {
            if (_objects.TryGetValue(uid, out var found)
                && OwnerUids(found.State) is { Count: > 0 } owners
                && !owners.Any(_objects.ContainsKey))
            {
                Delete(found.Resource, found.State);
            }
        }
    }

    private void ContinueDeletion(string uid)
    {
        if (!_objects.TryGetValue(uid, out var found) || !found.State.Body.IsBeingDeleted())
        {
            return;
        }

        var finalizers = found.State.Body.Finalizers();
        var dependents = DependentsOf(uid).Where(_objects.ContainsKey).Select(dependent => _objects[dependent]).ToList();
        if (finalizers.Contains(Finalization.Orphan))
        {
            dependents.ForEach(dependent => Disown(dependent.Resource, dependent.State.Name, uid));
            remover.Release(found.Resource, found.State.Name, Finalization.Orphan);
        }
        else if (finalizers.Contains(Finalization.Foreground))
        {
            dependents.ForEach(dependent => Delete(dependent.Resource, dependent.State));
            if (dependents.Count == 0)
            {
                remover.Release(found.Resource, found.State.Name, Finalization.Foreground);
            }
        }
    }

    private void Delete(GroupResource resource, StoredObject state)
    {
        try
        {
            remover.Delete(resource, state.Name, new DeleteOptions
            {
                Preconditions = new Preconditions(state.Body.Uid(), state.Body.Metadata().Text("resourceVersion")),
            });
        }
        catch (ApiException conflict) when (conflict.Code == 409)
        {
            // It has changed since: the change is still to be observed, and decided on then.
        }
    }

    private void Disown(GroupResource resource, ObjectName name, string ownerUid)
    {
        while (store.Get(resource, name) is { } stored)
        {
            var disowned = (JsonObject)stored.Body.DeepClone();
            var owners = disowned.OwnerReferences().Where(owner => owner.Text("uid") != ownerUid).ToList();
            disowned.Metadata().Remove("ownerReferences");
            if (owners.Count > 0)
            {
                disowned.Metadata()["ownerReferences"] = new JsonArray([.. owners.Select(owner => owner.DeepClone())]);
            }

            if (store.TryReplace(resource, stored, disowned) is not null)
            {
                return;
            }
        }
    }
}
