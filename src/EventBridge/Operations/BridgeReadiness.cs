using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Kubernetes;
using ApiBridge.EventBridge.Leadership;
using ApiBridge.EventBridge.Queueing;
using ApiBridge.EventBridge.Watching;
using ApiBridge.Shared.Configuration;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Operations;

/// <summary>Whether this replica does its part: a leader hears the API server and reaches the queue, a standby sees the Lease and reaches the queue.</summary>
internal sealed class BridgeReadiness
{
    private const int MostNamed = 50;
    private readonly LeadershipStatus _leadership;
    private readonly WatchStatuses _watches;
    private readonly QueueStatus _queue;
    private readonly Outbox _outbox;
    private readonly ApiServerReport _apiServer;
    private readonly WorkMode _mode;
    private readonly TimeSpan _longestSilence;

    public BridgeReadiness(
        KubernetesApi api, LeadershipStatus leadership, WatchStatuses watches, QueueStatus queue, Outbox outbox, IOptions<WatchOptions> options, IOptions<ModeOptions> mode)
    {
        _mode = mode.Value.Mode;
        _apiServer = new(api.Server.AbsoluteUri, api.Proxy?.AbsoluteUri);
        _leadership = leadership;
        _watches = watches;
        _queue = queue;
        _outbox = outbox;
        _longestSilence = options.Value.InactivityTimeout + options.Value.MaxBackoff;
    }

    /// <summary>The state now, with a sentence for everything that is wrong.</summary>
    public ReadinessReport Report()
    {
        var watches = _watches.Active;
        List<string> reasons = [];
        if (_leadership.Error is { } lease)
        {
            reasons.Add($"leadership: {lease}");
        }
        else if (_leadership.Holder is null)
        {
            reasons.Add("leadership: the Lease was not seen yet");
        }

        if (_queue.Error is { } queue)
        {
            reasons.Add($"queue: {queue}");
        }

        if (_leadership.IsLeader)
        {
            // Without the others its part is still done.
            reasons.AddRange(watches.Where(watch => !watch.IsOptional).Select(Problem).OfType<string>());
            if (watches.Count == 0)
            {
                reasons.Add("watch: nothing was listed yet");
            }
        }

        return new(
            reasons.Count == 0,
            _mode.ToString(),
            _leadership.IsLeader ? "leader" : "standby",
            _leadership.Holder,
            _apiServer,
            _queue.Error is null,
            reasons,
            [.. watches.Select(watch => new WatchReport(watch.Resource, watch.IsSynced, watch.Age?.TotalSeconds, watch.Error))],
            _leadership.IsLeader ? _outbox.Waiting + _outbox.InProgress + _outbox.Delayed : 0,
            [.. watches.SelectMany(watch => watch.Unreadable.All.Select(found => UnreadableReport.Of(watch, found))).Take(MostNamed)],
            watches.Sum(watch => watch.Unreadable.Count));
    }

    private string? Problem(WatchStatus watch) => watch switch
    {
        { Error: { } error } => $"watch of {watch.Resource}: {error}",
        { IsSynced: false } => $"watch of {watch.Resource}: it was not listed yet",
        { Age: { } age } when age > _longestSilence => $"watch of {watch.Resource}: the API server was not heard for {age}",
        _ => null,
    };
}
