using ApiBridge.EventBridge.Watching;

namespace ApiBridge.EventBridge.Tests.RealServers;

/// <summary>The world as a watch told it.</summary>
internal sealed class View : IWatchSink<SeenApi>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SeenApi> _apis = new(StringComparer.Ordinal);
    private int _replacements;

    /// <summary>How often all was replaced.</summary>
    public int Replacements
    {
        get
        {
            lock (_lock)
            {
                return _replacements;
            }
        }
    }

    /// <summary>What differs from what is there, or null.</summary>
    public string? Difference(IReadOnlyCollection<SeenApi> there)
    {
        lock (_lock)
        {
            var missed = there.Where(api => _apis.GetValueOrDefault(api.Name) != api).Take(3).ToList();
            var extra = _apis.Keys.Except(there.Select(static api => api.Name)).Take(3).ToList();
            return missed.Count + extra.Count == 0
                ? null
                : $"{_apis.Count} of {there.Count} seen; missed {string.Join(", ", missed)}; not there any more {string.Join(", ", extra)}";
        }
    }

    public void Replaced(IReadOnlyCollection<SeenApi> items, string? @namespace, IReadOnlySet<(string Namespace, string Name)>? unreadable = null)
    {
        lock (_lock)
        {
            _replacements++;
            _apis.Clear();
            foreach (var item in items)
            {
                _apis.Add(item.Name, item);
            }
        }
    }

    public void Added(SeenApi item) => Modified(item);

    public void Modified(SeenApi item)
    {
        lock (_lock)
        {
            _apis[item.Name] = item;
        }
    }

    public void Deleted(SeenApi item)
    {
        lock (_lock)
        {
            _apis.Remove(item.Name);
        }
    }
}
