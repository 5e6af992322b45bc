using ApiBridge.Domain;
using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Dependents;
using ApiBridge.Shared.Resilience;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Tracking;

/// <summary>
/// Asks for a look at an ExposedAPI whose Component's entry differs from its status. A worker writes the two one after the other, and they
/// are seen by two watches in any order, so a difference counts only after it has stood for a while. Whoever writes the entry again and
/// again is answered ever later, or two writers would fight at full speed. All calls but the timers' come under
/// <see cref="TrackedApis.Gate"/>.
/// </summary>
internal sealed class ComponentMends : IDisposable
{
    private readonly Dictionary<TrackedApi, ComponentMend> _mends = [];
    private readonly TrackedApis _apis;
    private readonly ComponentIndex _components;
    private readonly MessageRequests _requests;
    private readonly TimeSpan _debounce;
    private readonly ResyncOptions _resync;
    private readonly TimeProvider _time;
    private readonly ILogger<ComponentMends> _logger;

    public ComponentMends(
        TrackedApis apis,
        ComponentIndex components,
        MessageRequests requests,
        IOptions<WatchOptions> watch,
        IOptions<ResyncOptions> resync,
        TimeProvider time,
        ILogger<ComponentMends> logger)
    {
        (_apis, _components, _requests) = (apis, components, requests);
        (_debounce, _resync) = (watch.Value.ComponentDebounce, resync.Value);
        (_time, _logger) = (time, logger);
    }

    /// <summary>Compares an ExposedAPI's status with its Component's entry.</summary>
    public void Look(TrackedApi api)
    {
        var differs = Differs(api.Snapshot);
        api.EntryGap = differs ? ConvergenceGap.ComponentDiffers : null;
        api.Weigh(_time.GetTimestamp());
        if (!_mends.TryGetValue(api, out var mend))
        {
            if (differs)
            {
                Begin(api);
            }
        }
        else if (differs && !mend.IsOpen)
        {
            mend.OpenedAt = _time.GetTimestamp();
            Wait(mend, Backoff.After(mend.Times + 1, _debounce, _resync.MaxPeriod));
        }
        else if (!differs && mend is { IsOpen: true, Times: 0 })
        {
            Forget(api);
        }
        else if (!differs && mend.IsOpen)
        {
            mend.OpenedAt = null;
            Wait(mend, AfterMessage(mend));
        }
    }

    /// <summary>It is gone.</summary>
    public void Forget(TrackedApi api)
    {
        if (_mends.Remove(api, out var mend))
        {
            mend.Timer.Dispose();
        }
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        foreach (var mend in _mends.Values)
        {
            mend.Timer.Dispose();
        }

        _mends.Clear();
    }

    /// <summary>Ends it: a timer that fires just now does nothing any more.</summary>
    public void Dispose()
    {
        lock (_apis.Gate)
        {
            Clear();
        }
    }

    private bool Differs(ApiSnapshot api) =>
        api is { IsBeingDeleted: false, IsUnreadable: false, Parent: not null, Component.Says: not ComponentWord.None }
        && api.Component.DiffersFrom(Find(api));

    private EntryFinding Find(ApiSnapshot api) => _components.Find(api.Parent!.Value, api.Key.Uid);

    private void Begin(TrackedApi api)
    {
        var mend = _mends[api] = new()
        {
            OpenedAt = _time.GetTimestamp(),
            Timer = _time.CreateTimer(_ => Due(api), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan),
        };
        Wait(mend, _debounce);
    }

    private void Due(TrackedApi api)
    {
        lock (_apis.Gate)
        {
            if (!_mends.TryGetValue(api, out var mend))
            {
                return;
            }

            if (mend.OpenedAt is not { } opened)
            {
                Forget(api);
            }
            else if (Hold(api, opened) is { } hold)
            {
                Wait(mend, hold);
            }
            else
            {
                mend.Times++;
                _logger.EntryDiffers(api.Snapshot.Key, api.Snapshot.Component.Component, mend.Times);
                _requests.Ask(api, Decision.Component, api.Resyncs);
                Wait(mend, AfterMessage(mend));
            }
        }
    }

    // What somebody is at work on anyway, or what may not be so any more, costs no message. Null when it does.
    private TimeSpan? Hold(TrackedApi api, long opened)
    {
        var snapshot = api.Snapshot;
        if (snapshot.IsUndecided || _requests.IsWaiting(api) || !_components.IsCurrent(snapshot.Name.Namespace))
        {
            return _debounce;
        }

        var left = snapshot.Component.Says switch
        {
            // A retry comes soon after the message; later ones come after minutes.
            ComponentWord.Pending => (_resync.Period / 2) - _time.GetElapsedTime(api.LastSent),

            // With a Component its APIs go as a rule.
            ComponentWord.Told when !Find(snapshot).HasComponent => _resync.Period - _time.GetElapsedTime(opened),
            _ => TimeSpan.Zero,
        };

        // It may come to be another matter meanwhile.
        return left <= TimeSpan.Zero ? null : left < _debounce ? left : _debounce;
    }

    private TimeSpan AfterMessage(ComponentMend mend) =>
        Backoff.After(mend.Times + 1, _debounce, _resync.MaxPeriod) is var wait && wait > _resync.Period ? wait : _resync.Period;

    private static void Wait(ComponentMend mend, TimeSpan wait) => mend.Timer.Change(wait, Timeout.InfiniteTimeSpan);
}
