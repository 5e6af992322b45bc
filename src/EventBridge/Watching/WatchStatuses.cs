using System.Collections.Concurrent;

namespace ApiBridge.EventBridge.Watching;

/// <summary>How the watches are doing.</summary>
internal sealed class WatchStatuses
{
    private readonly ConcurrentDictionary<string, WatchStatus> _statuses = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;

    public WatchStatuses(TimeProvider time) => _time = time;

    /// <summary>All there ever were in this process, by resource.</summary>
    public IReadOnlyList<WatchStatus> All => [.. _statuses.Values.OrderBy(status => status.Resource, StringComparer.Ordinal)];

    /// <summary>Those of the current term.</summary>
    public IReadOnlyList<WatchStatus> Active => [.. All.Where(status => status.IsActive)];

    /// <summary>The status of a resource's watch in the current term.</summary>
    public WatchStatus Of(string resource)
    {
        var status = _statuses.GetOrAdd(resource, static (name, time) => new(name, time), _time);
        status.Start();
        return status;
    }

    /// <summary>The term is over.</summary>
    public void End()
    {
        foreach (var status in _statuses.Values)
        {
            status.End();
        }
    }
}
