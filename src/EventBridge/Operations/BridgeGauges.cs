using System.Diagnostics.Metrics;
using ApiBridge.EventBridge.Dependents;
using ApiBridge.EventBridge.Leadership;
using ApiBridge.EventBridge.Queueing;
using ApiBridge.EventBridge.Tracking;
using ApiBridge.EventBridge.Watching;

namespace ApiBridge.EventBridge.Operations;

/// <summary>
/// What the bridge can be asked for at any time. What a term alone knows is zero outside of one: a gauge that says nothing keeps its last value with
/// whoever exports it.
/// </summary>
internal sealed class BridgeGauges
{
    private readonly WatchStatuses _watches;
    private readonly LeadershipStatus _leadership;

    public BridgeGauges(
        IMeterFactory meters,
        ExposedApiTracker tracker,
        ApiFigures figures,
        ComponentIndex components,
        MessageRequests requests,
        Outbox outbox,
        WatchStatuses watches,
        LeadershipStatus leadership,
        QueueStatus queue,
        QueueDepths depths,
        QueueAges ages,
        QueueDrain drain)
    {
        (_watches, _leadership) = (watches, leadership);
        var meter = meters.Create(BridgeMetrics.MeterName);
        meter.CreateObservableGauge("apibridge.apis", () => InTerm(() => tracker.Known), "{api}", "ExposedAPIs that are known.");
        meter.CreateObservableGauge("apibridge.apis.unconverged", () => InTerm(() => tracker.Unconverged), "{api}", "ExposedAPIs that lack something.");
        meter.CreateObservableGauge(
            "apibridge.apis.unconverged.age", () => InTerm(() => figures.LongestLack.TotalSeconds), "s", "For how long the ExposedAPI that has lacked something the longest has.");
        meter.CreateObservableGauge("apibridge.claims.waiting", () => InTerm(() => figures.Waiting), "{api}", "ExposedAPIs that an older one's claim keeps from their path.");
        meter.CreateObservableGauge("apibridge.components.entries", () => InTerm(() => components.Entries), "{entry}", "Entries of APIs in Components that are known.");
        meter.CreateObservableCounter("apibridge.decisions", () => Each(requests.Decisions), "{decision}", "What came of everything that was seen.");
        meter.CreateObservableGauge("apibridge.objects.unreadable", Unreadable, "{object}", "Objects that are there and can't be read.");
        meter.CreateObservableGauge("apibridge.outbox.waiting", () => InTerm(() => outbox.Waiting), "{message}", "Messages that wait to be sent.");
        meter.CreateObservableGauge("apibridge.outbox.sending", () => InTerm(() => outbox.InProgress), "{message}", "Messages being sent.");
        meter.CreateObservableGauge("apibridge.outbox.delayed", () => InTerm(() => outbox.Delayed), "{message}", "Messages that wait out a failed send, or the last one.");
        meter.CreateObservableGauge("apibridge.outbox.age", () => InTerm(() => outbox.OldestAge.TotalSeconds), "s", "For how long the oldest of all these has waited.");
        meter.CreateObservableGauge("apibridge.leader", () => leadership.IsLeader ? 1 : 0, unit: null, "1 while this replica leads.");
        meter.CreateObservableGauge("apibridge.queue.reachable", () => queue.Error is null ? 1 : 0, unit: null, "1 while the queue answers.");
        meter.CreateObservableGauge("apibridge.queue.messages", () => Each(depths), "{message}", "Messages in each queue, hidden and poisoned ones too.");
        meter.CreateObservableGauge("apibridge.queue.age", () => Each(ages), "s", "For how long the oldest message that a worker could have taken has been there.");
        meter.CreateObservableGauge("apibridge.queue.wait", () => InTerm(() => drain.Wait.TotalSeconds), "s", "How long what is queued takes to drain; 0 while it keeps no resync back.");
        meter.CreateObservableGauge("apibridge.watch.age", () => Each(watch => watch.Silence), "s", "For how long the API server has not been heard through a watch.");
        meter.CreateObservableGauge("apibridge.watch.event.age", () => Each(watch => watch.EventAge), "s", "How long ago the last watch event came.");
        meter.CreateObservableCounter("apibridge.watch.lists", () => Each(watch => watch.Lists), "{list}", "How often all that is there was read to its end.");
        meter.CreateObservableCounter("apibridge.watch.events", () => Each(watch => watch.Events), "{event}", "Watch events, bookmarks left out.");
        meter.CreateObservableCounter("apibridge.watch.restarts", Restarts, "{restart}", "Lists and watches that had to be started again, by cause.");
    }

    private static IEnumerable<Measurement<long>> Each(DecisionCounts decisions) =>
        Enum.GetValues<Decision>().Select(decision => new Measurement<long>(decisions[decision], new KeyValuePair<string, object?>("decision", decision.ToString())));

    private static IEnumerable<Measurement<long>> Each(QueueDepths depths) =>
        depths.Messages.Select(queue => new Measurement<long>(queue.Value, new KeyValuePair<string, object?>("queue", queue.Key)));

    private static IEnumerable<Measurement<double>> Each(QueueAges ages) =>
        ages.Ages.Select(queue => new Measurement<double>(queue.Value.TotalSeconds, new KeyValuePair<string, object?>("queue", queue.Key)));

    private T InTerm<T>(Func<T> value)
        where T : struct => _leadership.IsLeader ? value() : default;

    // Of a watch that had no event yet in this term there is no age of one.
    private IEnumerable<Measurement<double>> Each(Func<WatchStatus, TimeSpan?> age) =>
        from watch in _watches.All
        let known = _leadership.IsLeader ? age(watch) : TimeSpan.Zero
        where known is not null
        select new Measurement<double>(known.Value.TotalSeconds, Tag(watch));

    private IEnumerable<Measurement<long>> Each(Func<WatchStatus, long> value) =>
        _watches.All.Select(watch => new Measurement<long>(value(watch), Tag(watch)));

    private IEnumerable<Measurement<int>> Unreadable() => _watches.All.Select(watch => new Measurement<int>(InTerm(() => watch.Unreadable.Count), Tag(watch)));

    private IEnumerable<Measurement<long>> Restarts() =>
        from watch in _watches.All
        from restarts in watch.Restarts
        select new Measurement<long>(restarts.Value, Tag(watch), new("cause", restarts.Key.ToString()));

    private static KeyValuePair<string, object?> Tag(WatchStatus watch) => new("resource", watch.Resource);
}
