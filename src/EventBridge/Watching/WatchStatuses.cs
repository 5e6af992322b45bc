using System.Collections.Concurrent;

namespace ApiBridge.EventBridge.Watching;

/// <summary>The watches of the current term.</summary>
internal sealed class WatchStatuses
{
    private readonly ConcurrentDictionary<string, WatchStatus> _statuses = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    public WatchStatuses(TimeProvider time) => _time = time;

    /// <summary>All of them, by resource.</summary>
    public IReadOnlyList<WatchStatus> All => [.. _statuses.Values.OrderBy(status => status.Resource, StringComparer.Ordinal)];

    /// <summary>The status of a resource's watch, made when it is first asked for.</summary>
    public WatchStatus Of(string resource) => _statuses.GetOrAdd(resource, static (name, time) => new(name, time), _time);

    /// <summary>Forgets all: the term is over.</summary>
    public void Clear() => _statuses.Clear();
}
