using ApiBridge.Domain;
using ApiBridge.EventBridge.Queueing;
using ApiBridge.EventBridge.Tracking;
using ApiBridge.EventBridge.Watching;

namespace ApiBridge.Simulation.Tests.Bridge;

/// <summary>The bridge's decisions, and whom each change of an API concerned.</summary>
internal sealed class ObservedTracker(ExposedApiTracker tracker, Outbox outbox, MutatedMessages messages) : IWatchSink<ApiSnapshot>
{
    private readonly Dictionary<(string Namespace, string Name), ApiSnapshot> _known = [];

    public void Replaced(IReadOnlyCollection<ApiSnapshot> items, string? @namespace, IReadOnlySet<(string Namespace, string Name)>? unreadable = null)
    {
        foreach (var item in items)
        {
            _known[item.Name] = item;
        }

        tracker.Replaced(items, @namespace, unreadable);
    }

    public void Added(ApiSnapshot item) => Watch(item, tracker.Added);

    public void Modified(ApiSnapshot item) => Watch(item, tracker.Modified);

    public void Deleted(ApiSnapshot item) => Watch(item, tracker.Deleted);

    public void LeftOut((string Namespace, string Name) name)
    {
        _known.Remove(name);
        tracker.LeftOut(name);
    }

    private void Watch(ApiSnapshot item, Action<ApiSnapshot> tell)
    {
        var before = _known.GetValueOrDefault(item.Name);
        _known[item.Name] = item;
        var others = _known.Values.Where(api => api.Name != item.Name).Select(api => api.Key).ToList();
        HashSet<ObjectKey> waiting = [.. others.Where(outbox.IsWaiting)];
        tell(item);
        messages.Concerned(item, before, others.Where(key => outbox.IsWaiting(key) && !waiting.Contains(key)));
    }
}
