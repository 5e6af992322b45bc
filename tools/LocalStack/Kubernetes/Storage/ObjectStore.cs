using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.LocalStack.Kubernetes.Resources;

namespace ApiBridge.LocalStack.Kubernetes.Storage;

/// <summary>
/// What etcd is to a real server: objects under one growing revision, compare-and-swap writes, and a bounded history of changes
/// that watches resume from. One lock guards everything; readers work on immutable snapshots outside of it.
/// </summary>
/// <param name="historyLimit">How many changes the history keeps; older revisions are compacted.</param>
internal sealed class ObjectStore(int historyLimit)
{
    private static readonly ImmutableSortedDictionary<ObjectName, StoredObject> Empty =
        ImmutableSortedDictionary<ObjectName, StoredObject>.Empty;

    private readonly Lock _lock = new();
    private readonly Dictionary<GroupResource, ImmutableSortedDictionary<ObjectName, StoredObject>> _objects = [];
    private readonly LinkedList<StoreChange> _history = [];
    private readonly HashSet<StoreWatch> _watches = [];
    private long _revision = 1;
    private long _compacted;

    public long Revision
    {
        get
        {
            lock (_lock)
            {
                return _revision;
            }
        }
    }

    public StoredObject? Get(GroupResource resource, ObjectName name)
    {
        lock (_lock)
        {
            return _objects.GetValueOrDefault(resource, Empty).GetValueOrDefault(name);
        }
    }

    /// <summary>The resources that have objects.</summary>
    public IReadOnlyList<GroupResource> Resources
    {
        get
        {
            lock (_lock)
            {
                return [.. _objects.Where(pair => !pair.Value.IsEmpty).Select(pair => pair.Key)];
            }
        }
    }

    /// <summary>The objects of a resource now.</summary>
    public StoreSnapshot List(GroupResource resource)
    {
        lock (_lock)
        {
            return new StoreSnapshot(_revision, _objects.GetValueOrDefault(resource, Empty).Values);
        }
    }

    /// <summary>The objects of a resource as they were at a revision.</summary>
    /// <exception cref="RevisionCompactedException">The history does not reach back that far.</exception>
    public StoreSnapshot ListAt(GroupResource resource, long revision)
    {
        lock (_lock)
        {
            RefuseCompacted(revision);
            var objects = _objects.GetValueOrDefault(resource, Empty);
            for (var node = _history.Last; node is not null && node.Value.Revision > revision; node = node.Previous)
            {
                if (node.Value.Resource == resource)
                {
                    objects = node.Value.Previous is { } previous
                        ? objects.SetItem(previous.Name, previous)
                        : objects.Remove(node.Value.Current.Name);
                }
            }

            return new StoreSnapshot(revision, objects.Values);
        }
    }

    /// <summary>Adds an object; the store owns the body from now on. Null when the name is taken.</summary>
    public StoredObject? TryCreate(GroupResource resource, ObjectName name, JsonObject body)
    {
        lock (_lock)
        {
            return _objects.GetValueOrDefault(resource, Empty).ContainsKey(name) ? null : Write(resource, name, body, null);
        }
    }

    /// <summary>Replaces an object; the store owns the body from now on. Null when it is not in the expected state any more.</summary>
    public StoredObject? TryReplace(GroupResource resource, StoredObject expected, JsonObject body)
    {
        lock (_lock)
        {
            return IsCurrent(resource, expected) ? Write(resource, expected.Name, body, expected) : null;
        }
    }

    /// <summary>
    /// Removes an object and returns its last state (<paramref name="last"/>, or the expected one) with the revision that removed
    /// it. Null when it is not in the expected state any more.
    /// </summary>
    public StoredObject? TryRemove(GroupResource resource, StoredObject expected, JsonObject? last = null)
    {
        lock (_lock)
        {
            if (!IsCurrent(resource, expected))
            {
                return null;
            }

            var removed = Stamp(expected.Name, last ?? (JsonObject)expected.Body.DeepClone());
            _objects[resource] = _objects[resource].Remove(expected.Name);
            Publish(new StoreChange(removed.Revision, resource, expected, removed, Removed: true));
            return removed;
        }
    }

    /// <summary>Subscribes to a resource (null: to all) from now, or from just after a revision.</summary>
    /// <exception cref="RevisionCompactedException">The history does not reach back that far.</exception>
    public StoreWatch Watch(GroupResource? resource, long? after = null)
    {
        lock (_lock)
        {
            if (after is { } revision)
            {
                RefuseCompacted(revision);
            }

            var start = resource is { } one ? List(one) : new StoreSnapshot(_revision, []);
            var watch = new StoreWatch(resource, start, historyLimit + 1000, Unsubscribe);
            foreach (var change in _history.Where(change => change.Revision > (after ?? _revision)))
            {
                watch.Signal(change);
            }

            _watches.Add(watch);
            return watch;
        }
    }

    /// <summary>Puts a bookmark into a watch, behind all that happened so far.</summary>
    public void Bookmark(StoreWatch watch)
    {
        lock (_lock)
        {
            watch.Signal(new StoreBookmark(_revision));
        }
    }

    /// <summary>Forgets the history, so that whoever resumes from an older revision has to list again.</summary>
    public void Compact()
    {
        lock (_lock)
        {
            _history.Clear();
            _compacted = _revision;
        }
    }

    private void Unsubscribe(StoreWatch watch)
    {
        lock (_lock)
        {
            _watches.Remove(watch);
        }
    }

    private bool IsCurrent(GroupResource resource, StoredObject expected) =>
        _objects.GetValueOrDefault(resource, Empty).GetValueOrDefault(expected.Name) is { } current
        && current.Revision == expected.Revision;

    private StoredObject Write(GroupResource resource, ObjectName name, JsonObject body, StoredObject? previous)
    {
        var written = Stamp(name, body);
        _objects[resource] = _objects.GetValueOrDefault(resource, Empty).SetItem(name, written);
        Publish(new StoreChange(written.Revision, resource, previous, written, Removed: false));
        return written;
    }

    private StoredObject Stamp(ObjectName name, JsonObject body)
    {
        var revision = ++_revision;
        body.Metadata()["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture);
        return new StoredObject(name, revision, body);
    }

    private void Publish(StoreChange change)
    {
        _history.AddLast(change);
        while (_history.Count > historyLimit)
        {
            _compacted = _history.First!.Value.Revision;
            _history.RemoveFirst();
        }

        foreach (var watch in _watches)
        {
            watch.Signal(change);
        }
    }

    private void RefuseCompacted(long revision)
    {
        if (revision < _compacted)
        {
            throw new RevisionCompactedException(revision, _compacted);
        }
    }
}
