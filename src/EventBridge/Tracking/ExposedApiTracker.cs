using ApiBridge.Domain;
using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Dependents;
using ApiBridge.EventBridge.Queueing;
using ApiBridge.EventBridge.Watching;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Tracking;

/// <summary>
/// Decides what costs a message. Every status write comes back as an event, so an event alone says nothing: what counts is that the
/// spec changed, that deletion began, or that an object lacks something which it did not lack before.
/// </summary>
internal sealed class ExposedApiTracker : IWatchSink<ApiSnapshot>, IDependencyObserver
{
    private readonly Lock _lock = new();
    private readonly TrackedApis _apis = new();
    private readonly ReadinessIndex _readiness;
    private readonly GatewayAddresses _addresses;
    private readonly Outbox _outbox;
    private readonly ResyncOptions _options;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ILogger<ExposedApiTracker> _logger;
    private readonly string _cluster;
    private string _source = "";

    public ExposedApiTracker(
        ReadinessIndex readiness,
        GatewayAddresses addresses,
        Outbox outbox,
        ClusterName cluster,
        IOptions<ResyncOptions> options,
        TimeProvider time,
        Random random,
        ILogger<ExposedApiTracker> logger)
    {
        (_readiness, _addresses, _outbox) = (readiness, addresses, outbox);
        (_cluster, _options) = (cluster.Value, options.Value);
        (_time, _random, _logger) = (time, random, logger);
        readiness.Observer = this;
        addresses.Observer = this;
    }

    /// <summary>What came of everything that was seen.</summary>
    public DecisionCounts Decisions { get; } = new();

    /// <summary>How many ExposedAPIs are known.</summary>
    public int Known
    {
        get
        {
            lock (_lock)
            {
                return _apis.All.Count;
            }
        }
    }

    /// <summary>How many of them lack something.</summary>
    public int Unconverged
    {
        get
        {
            lock (_lock)
            {
                return _apis.All.Count(static api => !api.IsConverged);
            }
        }
    }

    /// <summary>The resource was found in this version; messages name it as their source.</summary>
    public void Found(GroupVersionResource resource) =>
        _source = EventSource.Of(_cluster, resource);

    public void Replaced(IReadOnlyCollection<ApiSnapshot> items, string? @namespace)
    {
        lock (_lock)
        {
            var listed = items.Select(static item => item.Name).ToHashSet();
            foreach (var missing in _apis.In(@namespace).Where(api => !listed.Contains(api.Snapshot.Name)).ToList())
            {
                Lost(missing);
            }

            foreach (var item in items)
            {
                See(item, isListed: true);
            }

            _apis.Trim();
        }
    }

    public void Added(ApiSnapshot item) => Modified(item);

    public void Modified(ApiSnapshot item)
    {
        lock (_lock)
        {
            See(item, isListed: false);
        }
    }

    public void Deleted(ApiSnapshot item)
    {
        lock (_lock)
        {
            var known = _apis.Find(item.Name);
            if (known is not null && !known.Snapshot.IsOf(item))
            {
                // Its namesake is there already, and it was sent as deleted when that came.
                return;
            }

            if (known is not null && WasReleased(known))
            {
                _apis.Forget(known);
                Decisions.Count(Decision.Released);
                return;
            }

            Lost(known ?? new(item));
        }
    }

    public void ServiceChanged(ServiceName service)
    {
        lock (_lock)
        {
            foreach (var api in _apis.Of(service))
            {
                Reconsider(api, isNewAddress: false);
            }
        }
    }

    public void ServicesKnown(string? @namespace) => ReconsiderAll(@namespace, isNewAddress: false);

    public void GatewayChanged(string @namespace) => ReconsiderAll(@namespace, isNewAddress: true);

    /// <summary>Sends again what has been lacking something for longer than its period: its message was lost, poisoned, or is stuck.</summary>
    public void Resync()
    {
        lock (_lock)
        {
            foreach (var api in _apis.All.Where(api => !api.IsConverged && _time.GetElapsedTime(api.LastSent) >= api.ResyncAfter))
            {
                var resyncs = api.Resyncs + 1;
                _logger.Resync(api.Snapshot.Key, api.Snapshot.OwnGap ?? api.DependentGap, resyncs);
                Ask(api, Decision.Resync, resyncs);
            }
        }
    }

    // A deletion that was announced passes through the finalizer, and its message carries the registration, in case that somebody
    // strips the finalizer before. It is announced once the message is sent. Where a worker failed since, or the message may be lost, it is
    // told again.
    private bool WasReleased(TrackedApi known) =>
        known.Snapshot is { IsBeingDeleted: true, IsInDoubt: false }
        && known.DeletionSeen != 0
        && _time.GetElapsedTime(known.DeletionSeen) < _options.Period
        && !_outbox.IsWaiting(known.Snapshot.Key);

    private void See(ApiSnapshot item, bool isListed)
    {
        var known = _apis.Find(item.Name);
        if (known is not null && !known.Snapshot.IsOf(item))
        {
            Lost(known);
            known = null;
        }

        var before = known?.Snapshot;
        var wasDependentGap = before is { IsUndecided: false } && known!.DependentGap is not null;
        var api = _apis.See(item, _time.GetTimestamp());
        api.DependentGap = CurrentDependentGap(item);
        if (item.WentBackSince(before) || item.WasTakenBackSince(before))
        {
            Ask(api, Decision.Changed, resyncs: 0, inDoubt: true);
        }
        else if (api.IsConverged)
        {
            api.Resyncs = 0;
            Decisions.Count(Decision.Converged);
        }
        else if (isListed || item.AsksForWorkSince(before))
        {
            Ask(api, isListed ? Decision.Listed : Decision.Changed, resyncs: 0);
        }
        else if (!item.IsUndecided && api.DependentGap is not null && !wasDependentGap)
        {
            Ask(api, Decision.Readiness, resyncs: 0);
        }
        else
        {
            api.Echoed(item.MovedOnSince(before), _time, _options);
            Decisions.Count(Decision.Echo);
        }
    }

    private void ReconsiderAll(string? @namespace, bool isNewAddress)
    {
        lock (_lock)
        {
            foreach (var api in _apis.In(@namespace))
            {
                Reconsider(api, isNewAddress);
            }
        }
    }

    private void Reconsider(TrackedApi api, bool isNewAddress)
    {
        var gap = CurrentDependentGap(api.Snapshot);
        var isNewGap = gap is not null && api.DependentGap != gap;
        api.DependentGap = gap;

        // One that was registered without a URL, for want of an address, may get it now.
        if ((isNewGap && !api.Snapshot.IsUndecided) || (isNewAddress && api.Snapshot.OwnGap == ConvergenceGap.AddressDiffers))
        {
            Ask(api, Decision.Readiness, resyncs: 0);
        }
    }

    private ConvergenceGap? CurrentDependentGap(ApiSnapshot api) =>
        api.DependentGap(_readiness.IsReady(api.Service), _addresses.Of(api.Name.Namespace));

    private void Ask(TrackedApi api, Decision decision, int resyncs, bool inDoubt = false)
    {
        api.Sent(_time.GetTimestamp(), resyncs, _options, _random);
        Send(api, decision, api.Snapshot.IsBeingDeleted ? api.Snapshot.Registration : default, inDoubt);
    }

    private void Lost(TrackedApi api)
    {
        _apis.Forget(api);
        _logger.Gone(api.Snapshot.Key);
        Send(api, Decision.Deleted, api.Snapshot.Registration);
    }

    private void Send(TrackedApi api, Decision decision, ReadOnlyMemory<byte> registration, bool inDoubt = false)
    {
        var snapshot = api.Snapshot;
        Decisions.Count(decision);
        _outbox.Add(snapshot.Key, new(DecisionReason.Of(decision), _source, snapshot.ResourceVersion, registration, snapshot.IsBeingDeleted, inDoubt));
    }
}
