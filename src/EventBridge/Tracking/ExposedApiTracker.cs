using ApiBridge.Domain;
using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Queueing;
using ApiBridge.EventBridge.Watching;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Tracking;

/// <summary>
/// Decides what costs a message. Every status write comes back as an event, so an event alone says nothing: what counts is that the
/// spec changed, that deletion began, or that an object lacks something which it did not lack before. What an object lacks depends on its
/// neighbours, too: those that claim the same path.
/// </summary>
internal sealed class ExposedApiTracker : IWatchSink<ApiSnapshot>, IMessageContents
{
    private readonly TrackedApis _apis;
    private readonly ApiDependencies _dependencies;
    private readonly ComponentMends _mends;
    private readonly MessageRequests _requests;
    private readonly ResyncOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<ExposedApiTracker> _logger;

    public ExposedApiTracker(
        TrackedApis apis, ApiDependencies dependencies, ComponentMends mends, MessageRequests requests,
        IOptions<ResyncOptions> options, TimeProvider time, ILogger<ExposedApiTracker> logger)
    {
        (_apis, _dependencies, _mends, _requests) = (apis, dependencies, mends, requests);
        (_options, _time, _logger) = (options.Value, time, logger);
    }

    /// <summary>How many ExposedAPIs are known.</summary>
    public int Known => Count(static _ => true);

    /// <summary>How many of them lack something.</summary>
    public int Unconverged => Count(static api => !api.IsComplete);

    public void Replaced(IReadOnlyCollection<ApiSnapshot> items, string? @namespace, IReadOnlySet<(string Namespace, string Name)>? unreadable = null)
    {
        lock (_apis.Gate)
        {
            // What can't be read is there all the same.
            var listed = items.Select(static item => item.Name).Concat(unreadable ?? Enumerable.Empty<(string Namespace, string Name)>()).ToHashSet();
            foreach (var missing in _apis.In(@namespace).Where(api => !listed.Contains(api.Snapshot.Name)).ToList())
            {
                Lost(missing);
            }

            // All are known before any is judged, for each is judged by the others.
            var seen = items.Select(Take).ToList();
            _apis.Listed.Add(@namespace);
            foreach (var (api, before) in seen)
            {
                Judge(api, before, isListed: true);
            }

            JudgeAll(_apis.All.Where(api => @namespace is not null && api.Snapshot.Name.Namespace != @namespace));
            _apis.Trim();
        }
    }

    public void Added(ApiSnapshot item) => Modified(item);

    public void Modified(ApiSnapshot item)
    {
        lock (_apis.Gate)
        {
            var concerned = _apis.Find(item.Name) is { } known ? _apis.Claims.ConcernedBy(known).ToList() : [];
            var (api, before) = Take(item);
            Judge(api, before, isListed: false);
            JudgeAll([.. concerned, .. _apis.Claims.ConcernedBy(api)]);
        }
    }

    public void Deleted(ApiSnapshot item)
    {
        lock (_apis.Gate)
        {
            var known = _apis.Find(item.Name);
            if (known is not null && !known.Snapshot.IsOf(item))
            {
                // Its namesake is there already, and it was sent as deleted when that came.
                return;
            }

            // Its deletion is announced once the message is sent.
            if (known is not null && known.WasReleased(_time, _options) && !_requests.IsWaiting(known))
            {
                _requests.Decisions.Count(Decision.Released);
                Forget(known);
                return;
            }

            Lost(known ?? new(item));
        }
    }

    // One that leaves was released, and one that nobody adopted has nothing. Of any other somebody took away what told that it was ours.
    public void LeftOut((string Namespace, string Name) name)
    {
        lock (_apis.Gate)
        {
            if (_apis.Find(name) is { } known)
            {
                (known.Snapshot.OwnGap is ConvergenceGap.LeavesScope or ConvergenceGap.NotAdopted ? (Action<TrackedApi>)Forget : Lost)(known);
            }
        }
    }

    /// <summary>Forgets all ExposedAPIs, and tells nobody: they are another's matter now.</summary>
    public void Forget()
    {
        lock (_apis.Gate)
        {
            _mends.Clear();
            _apis.Clear();
        }
    }

    /// <summary>Sends again what has lacked something for longer than its period, and may not wait in the queue: its message was lost, poisoned, or is stuck.</summary>
    public void Resync(QueueDrain? queue = null)
    {
        lock (_apis.Gate)
        {
            JudgeAll(_apis.All);
            foreach (var api in _apis.All)
            {
                _mends.Look(api);
            }

            foreach (var api in _apis.All.Where(api => api.IsDue(_time) && !_requests.IsWaiting(api) && queue?.MayHold(api.LastSent) is not true))
            {
                _logger.Resync(api.Snapshot.Key, api.Need.Gap ?? api.DependentGap, api.Resyncs + 1);
                _requests.Ask(api, Decision.Resync, api.Resyncs + 1);
            }
        }
    }

    public Hint? Refresh(ObjectKey key, Hint hint)
    {
        lock (_apis.Gate)
        {
            var api = _apis.Find((key.Namespace, key.Name)) is { } found && found.Snapshot.Key == key ? found : null;
            var asked = Audits.StillAsked(hint, api?.Snapshot);
            if (asked is null || api is null)
            {
                return asked;
            }

            api.Need = _apis.NeedOf(api);
            api.Weigh(_time.GetTimestamp());
            if (!asked.IsAuditAlone)
            {
                api.Leaves(_time.GetTimestamp());
            }

            return api.IsComplete && asked is { InDoubt: false, IsAudit: false } ? null : asked with
            {
                ResourceVersion = api.Snapshot.ResourceVersion,
                Blocker = _apis.Claims.BlockerOf(api)?.Snapshot.Key,
                Holder = _apis.Claims.HolderOver(api)?.Snapshot.Key,
                EndpointSlices = _dependencies.SlicesOf(api.Snapshot),
            };
        }
    }

    private int Count(Func<TrackedApi, bool> isMeant)
    {
        lock (_apis.Gate)
        {
            return _apis.All.Count(isMeant);
        }
    }

    private (TrackedApi Api, Look Before) Take(ApiSnapshot item)
    {
        var known = _apis.Find(item.Name);
        if (known is not null && !known.Snapshot.IsOf(item))
        {
            Lost(known);
            known = null;
        }

        var before = known is null ? default : new Look(known.Snapshot, known.Need, known.DependentGap, known.EntryGap);
        return (_apis.See(item.After(before.Snapshot), _time.GetTimestamp()), before);
    }

    private void Judge(TrackedApi api, Look before, bool isListed)
    {
        (api.Need, api.DependentGap) = (_apis.NeedOf(api), _dependencies.GapOf(api.Snapshot));
        _mends.Look(api);
        var inDoubt = api.Snapshot.WentBackSince(before.Snapshot) || api.Snapshot.WasTakenBackSince(before.Snapshot);
        var decision = inDoubt ? Decision.Changed : api.DecisionSince(before, isListed);
        if (decision is Decision.Converged or Decision.Echo)
        {
            api.Noted(before, _time, _options);
            _requests.Decisions.Count(decision);
        }
        else
        {
            _requests.Ask(api, decision, resyncs: 0, inDoubt);
        }
    }

    // Nothing happened to them, but to a neighbour.
    private void JudgeAll(IEnumerable<TrackedApi> neighbours)
    {
        foreach (var api in neighbours)
        {
            var before = api.Need;
            api.Need = _apis.NeedOf(api);
            api.Weigh(_time.GetTimestamp());
            if (api.Need.IsNewSince(before, api.Snapshot))
            {
                _requests.Ask(api, Decision.Neighbour, resyncs: 0);
            }
        }
    }

    private void Lost(TrackedApi api)
    {
        _logger.Gone(api.Snapshot.Key);
        _requests.TellDeleted(api);
        Forget(api);
    }

    private void Forget(TrackedApi api)
    {
        var concerned = _apis.Claims.ConcernedBy(api).ToList();
        _mends.Forget(api);
        _apis.Forget(api);
        JudgeAll(concerned);
    }
}
