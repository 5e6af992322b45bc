using ApiBridge.Domain;
using ApiBridge.EventBridge.Watching;

namespace ApiBridge.EventBridge.Dependents;

/// <summary>
/// What the Components say of their APIs. Their operator writes the same lists as the workers do, from what it read a while before, so
/// an entry may lose what it was told.
/// </summary>
internal sealed class ComponentIndex : IWatchSink<ComponentSnapshot>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ComponentName, KnownEntry[]?> _components = [];
    private readonly ListedNamespaces _listed = new();

    /// <summary>Who is told of changes; set once, before anything is watched.</summary>
    public IComponentObserver? Observer { get; set; }

    /// <summary>Whether the watch of a namespace's Components goes well, so that what is known is of now; set once, before anything is watched.</summary>
    public Predicate<string> IsCurrent { get; set; } = static _ => true;

    /// <summary>How many entries are known.</summary>
    public int Entries
    {
        get
        {
            lock (_lock)
            {
                return _components.Values.Sum(static entries => entries?.Length ?? 0);
            }
        }
    }

    /// <summary>What is known of an API's entry.</summary>
    /// <param name="component">The Component that the API names.</param>
    /// <param name="uid">The API's uid.</param>
    public EntryFinding Find(ComponentName component, string uid)
    {
        lock (_lock)
        {
            if (!_listed.Contain(component.Namespace))
            {
                return default;
            }

            if (!_components.TryGetValue(component, out var entries))
            {
                return new(IsKnown: true, HasComponent: false, Content: null);
            }

            if (entries is null)
            {
                return default;
            }

            var print = Fingerprint.Of(uid);
            var place = Array.FindIndex(entries, entry => entry.Uid == print);
            return new(IsKnown: true, HasComponent: true, place < 0 ? null : entries[place].Content);
        }
    }

    public void Replaced(
        IReadOnlyCollection<ComponentSnapshot> items, string? @namespace, IReadOnlySet<(string Namespace, string Name)>? unreadable = null)
    {
        lock (_lock)
        {
            foreach (var known in _components.Keys.Where(known => @namespace is null || known.Namespace == @namespace).ToList())
            {
                _components.Remove(known);
            }

            foreach (var item in items)
            {
                _components[item.Name] = item.Entries;
            }

            _components.TrimExcess();
            _listed.Add(@namespace);
        }

        Observer?.ComponentsKnown(@namespace);
    }

    public void Added(ComponentSnapshot item) => Modified(item);

    public void Modified(ComponentSnapshot item)
    {
        lock (_lock)
        {
            if (_components.TryGetValue(item.Name, out var known) && IsSame(known, item.Entries))
            {
                return;
            }

            _components[item.Name] = item.Entries;
        }

        Observer?.ComponentChanged(item.Name);
    }

    public void Deleted(ComponentSnapshot item)
    {
        lock (_lock)
        {
            _components.Remove(item.Name);
        }

        Observer?.ComponentChanged(item.Name);
    }

    /// <summary>Forgets them, and tells nobody.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _components.Clear();
            _components.TrimExcess();
            _listed.Clear();
        }
    }

    private static bool IsSame(KnownEntry[]? known, KnownEntry[]? now) =>
        known is not null && now is not null ? known.AsSpan().SequenceEqual(now) : ReferenceEquals(known, now);
}
