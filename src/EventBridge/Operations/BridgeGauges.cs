using System.Diagnostics.Metrics;
using ApiBridge.EventBridge.Leadership;
using ApiBridge.EventBridge.Queueing;
using ApiBridge.EventBridge.Tracking;
using ApiBridge.EventBridge.Watching;

namespace ApiBridge.EventBridge.Operations;

/// <summary>What the bridge can be asked for at any time.</summary>
internal sealed class BridgeGauges
{
    private readonly WatchStatuses _watches;

    public BridgeGauges(
        IMeterFactory meters, ExposedApiTracker tracker, Outbox outbox, WatchStatuses watches, LeadershipStatus leadership, QueueStatus queue)
    {
        _watches = watches;
        var meter = meters.Create(BridgeMetrics.MeterName);
        meter.CreateObservableGauge("apibridge.apis", () => tracker.Known, "{api}", "ExposedAPIs that are known.");
        meter.CreateObservableGauge("apibridge.apis.unconverged", () => tracker.Unconverged, "{api}", "ExposedAPIs that lack something.");
        meter.CreateObservableGauge("apibridge.outbox.waiting", () => outbox.Waiting, "{message}", "Messages that wait to be sent.");
        meter.CreateObservableGauge("apibridge.outbox.sending", () => outbox.InProgress, "{message}", "Messages being sent.");
        meter.CreateObservableGauge("apibridge.outbox.delayed", () => outbox.Delayed, "{message}", "Messages that wait out a failed send.");
        meter.CreateObservableGauge("apibridge.leader", () => leadership.IsLeader ? 1 : 0, unit: null, "1 while this replica leads.");
        meter.CreateObservableGauge("apibridge.queue.reachable", () => queue.Error is null ? 1 : 0, unit: null, "1 while the queue answers.");
        meter.CreateObservableGauge("apibridge.watch.age", Ages, "s", "How long ago the API server was last heard through a watch.");
        meter.CreateObservableCounter("apibridge.watch.lists", () => Each(watch => watch.Lists), "{list}", "Lists read to their end.");
        meter.CreateObservableCounter("apibridge.watch.events", () => Each(watch => watch.Events), "{event}", "Watch events, bookmarks left out.");
        meter.CreateObservableCounter("apibridge.watch.failures", () => Each(watch => watch.Failures), "{failure}", "Lists and watches that failed.");
    }

    private IEnumerable<Measurement<double>> Ages() =>
        _watches.All.Where(watch => watch.Age is not null).Select(watch => new Measurement<double>(watch.Age!.Value.TotalSeconds, Tag(watch)));

    private IEnumerable<Measurement<long>> Each(Func<WatchStatus, long> value) =>
        _watches.All.Select(watch => new Measurement<long>(value(watch), Tag(watch)));

    private static KeyValuePair<string, object?> Tag(WatchStatus watch) => new("resource", watch.Resource);
}
