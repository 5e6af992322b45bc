using System.Collections.Concurrent;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.EventBridge.Watching;

/// <summary>The objects of a watch that are there and can't be read, until they are mended or gone.</summary>
internal sealed class UnreadableObjects
{
    private readonly ConcurrentDictionary<(string Namespace, string Name), UnreadableObject> _objects = new();

    /// <summary>How many there are.</summary>
    public int Count => _objects.Count;

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<UnreadableObject> All =>
        [.. _objects.Values.OrderBy(found => found.Namespace, StringComparer.Ordinal).ThenBy(found => found.Name, StringComparer.Ordinal)];

    /// <summary>One can't be read.</summary>
    /// <returns>Whether that is news: it could be read before, is another one of its name, or can't be read for another reason.</returns>
    public bool Add(UnreadableObject found)
    {
        var name = (found.Namespace, found.Name);
        var isNews = !_objects.TryGetValue(name, out var known) || known.Uid != found.Uid || known.Reason != found.Reason;
        _objects[name] = found with { Rest = default };
        return isNews;
    }

    /// <summary>One can be read, or is gone.</summary>
    public void Remove((string Namespace, string Name) name)
    {
        if (!_objects.IsEmpty)
        {
            _objects.TryRemove(name, out _);
        }
    }

    /// <summary>There are no others than these.</summary>
    public void Keep(IReadOnlySet<(string Namespace, string Name)> names)
    {
        foreach (var gone in _objects.Keys.Where(name => !names.Contains(name)))
        {
            _objects.TryRemove(gone, out _);
        }
    }
}
