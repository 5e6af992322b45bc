using System.Globalization;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Dependents;
using ApiBridge.EventBridge.Queueing;
using ApiBridge.EventBridge.Tracking;
using ApiBridge.Shared.Configuration;
using ApiBridge.Simulation.Tests.Cluster;
using ApiBridge.Simulation.Tests.Queues;
using ApiBridge.Simulation.Tests.Time;
using ApiBridge.Simulation.Tests.Workers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ApiBridge.Simulation.Tests.Bridge;

/// <summary>
/// A process of the bridge, with an empty memory at its beginning: the product's decisions and outbox between simulated watches and a
/// queue whose sends may fail.
/// </summary>
internal sealed class SimulatedBridge : IDisposable
{
    private static readonly TimeSpan LooksForResyncs = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LooksForLists = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestWaitForLists = TimeSpan.FromSeconds(5);
    private readonly World _world;
    private readonly SimulatedProcess _process;
    private readonly ReadinessIndex _readiness;
    private readonly Outbox _outbox;
    private readonly ComponentMends _mends;
    private readonly ExposedApiTracker _tracker;
    private readonly QueueDrain _drain;
    private readonly AuditLoop _audits;
    private readonly CancellationTokenSource _stop = new();
    private readonly MutatedMessages _messages;
    private readonly List<SimulatedWatch<ApiSnapshot>> _apis;
    private readonly ISimulatedWatch[] _dependents;
    private readonly ISimulatedWatch[] _components;
    private readonly HashSet<ObjectKey> _seen = [];
    private readonly GatewayEntries _entries;
    private readonly ScopedSnapshots _snapshots;
    private long _sent;

    /// <param name="world">Where it runs.</param>
    /// <param name="died">Told when it dies.</param>
    public SimulatedBridge(World world, Action<SimulatedBridge> died)
    {
        (_world, _entries) = (world, world.EntriesAsRead);
        _snapshots = new(_entries, world.Settings.ReservedPathList, new(world.Scope));
        _process = world.NewProcess(_ => died(this));
        var options = Options.Create(new QueueOptions());
        _readiness = new(Options.Create(new WatchOptions()), world.Clock);
        var (addresses, components, apis) = (new GatewayAddresses(), new ComponentIndex(), new TrackedApis());
        _outbox = new(options, world.Clock, world.Random);
        var resync = Options.Create(new ResyncOptions());
        var requests = new MessageRequests(_outbox, new("simulated"), resync, world.Clock, world.Random);
        requests.Found(new("oda.tmforum.org", "v1", "exposedapis"));
        _mends = new(apis, components, requests, Options.Create(new WatchOptions()), resync, world.Clock, NullLogger<ComponentMends>.Instance);
        _tracker = new(
            apis, new(apis, _readiness, addresses, components, _mends, requests, world.Clock), _mends, requests, resync, world.Clock, NullLogger<ExposedApiTracker>.Instance);
        _drain = new(resync, world.Clock);
        _audits = new(
            new(apis, requests), _outbox, Options.Create(world.Reachability), Options.Create(new ModeOptions()), world.Clock, NullLogger<AuditLoop>.Instance);
        _messages = new(world.Mutant);
        var observed = new ObservedTracker(_tracker, _outbox, _messages);
        _apis =
        [
            .. (world.Scenario.WatchesEachNamespace ? [.. world.Scenario.Namespaces] : new string?[] { null }).Select(ns =>
                new SimulatedWatch<ApiSnapshot>(world, _process, Resources.ExposedApis, Read, observed, ns) { Listed = Listed }),
        ];
        _dependents =
        [
            new SimulatedWatch<EndpointSliceSnapshot>(world, _process, Resources.EndpointSlices, EndpointSliceSnapshot.Read, _readiness),
            new SimulatedWatch<IngressSnapshot>(
                world, _process, Resources.Ingresses, json => IngressSnapshot.Read(json, world.Settings.IngressName), addresses),
        ];
        var componentWatch = new SimulatedWatch<ComponentSnapshot>(world, _process, Resources.Components, ComponentSnapshot.Read, components);
        components.IsCurrent = _ => componentWatch.IsFollowing;
        _components = world.Mutant is Mutant.ComponentsUnseen ? [] : [componentWatch];
    }

    /// <summary>Whether it has nothing to send.</summary>
    public bool IsIdle => _process.IsIdle && _outbox.Waiting + _outbox.Delayed == 0;

    /// <summary>Whether it has listed everything.</summary>
    public bool IsSynced => _apis.TrueForAll(watch => watch.IsSynced);

    /// <summary>Whether it would send a message about an API that it knows.</summary>
    public bool MissesSomething(ObjectKey key) => HasSeen(key) && _tracker.Refresh(key, new(EventReason.Listed, string.Empty, null)) is not null;

    /// <summary>Whether it was ever told of an API.</summary>
    public bool HasSeen(ObjectKey key) => _seen.Contains(key);

    public void Start()
    {
        _world.Trace.Add("bridge", "starts");
        foreach (var watch in _dependents.Concat(_components))
        {
            watch.Start();
        }

        StartWhenListed(_world.Clock.Elapsed);
        _world.Clock.After(LooksForResyncs, Resync);
        if (_world.Mutant is not Mutant.NoAudit)
        {
            _ = _audits.RunAsync(() => IsSynced, _stop.Token);
        }
    }

    /// <summary>The cluster changed.</summary>
    public void Look()
    {
        foreach (var watch in _dependents.Concat(_components).Concat(_apis))
        {
            watch.Look();
        }
    }

    /// <summary>All its watches break off.</summary>
    public void Cut()
    {
        foreach (var watch in _dependents.Concat(_components).Concat(_apis))
        {
            watch.Cut();
        }
    }

    /// <summary>Sends what waits, one at a time.</summary>
    public Task SendAsync() => _process.IsIdle && _outbox.Waiting > 0 ? _process.StartAsync(SendOneAsync) : Task.CompletedTask;

    public void Die() => _process.Die();

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        _mends.Dispose();
        _outbox.Dispose();
        _readiness.Dispose();
    }

    private async Task SendOneAsync()
    {
        var (key, asked) = await _outbox.TakeAsync(CancellationToken.None);
        await _process.TurnAsync();
        if (_tracker.Refresh(key, asked) is not { } needed || _messages.Say(key, needed) is not { } hint)
        {
            _outbox.Sent(key);
            return;
        }

        var (takesEffect, fails) = _world.Storage.TrySend(_world.Weather);
        var doubt = fails ? takesEffect ? ": done, fails" : ": fails" : string.Empty;
        _world.Trace.Add("bridge", string.Create(CultureInfo.InvariantCulture, $"sends {key} {hint.Reason}{(hint.IsAudit ? " audit" : string.Empty)} @{hint.ResourceVersion}{doubt}"));
        if (takesEffect)
        {
            _world.Audits += hint.IsAuditAlone ? 1 : 0;
            var told = IsKeptFrom(key, hint) ? hint with { LastRegistration = default } : hint;
            var body = ApiEventCodec.Encode(told.ToEvent(key, _world.Clock.GetUtcNow(), traceParent: null));
            _world.Storage.Put(SimulatedStorage.Events, new(body), TimeSpan.Zero, _world.LifeOf(SimulatedStorage.Forever));
            if (!hint.LastRegistration.IsEmpty)
            {
                _world.Forgotten.Told(key);
            }
        }

        await _process.TurnAsync();
        if (fails && _world.Mutant is not Mutant.DropFailedSend)
        {
            _outbox.NotSent(key, hint);
            await _process.WaitAsync(_world.Random.Seconds(0.25, 5));
        }
        else
        {
            _sent++;
            _outbox.Sent(key);
        }
    }

    private void Resync()
    {
        if (_process.IsDead || _world.Mutant is Mutant.NoResync)
        {
            return;
        }

        if (!_world.IsPrompt)
        {
            if (_tracker.Unconverged > 0)
            {
                _drain.Add(_sent, _world.Storage.CountIn(SimulatedStorage.Events));
            }

            _tracker.Resync(_drain);
        }

        _world.Clock.After(LooksForResyncs, Resync);
    }

    // The APIs are judged by what they depend on, unless that can't be listed for too long.
    private void StartWhenListed(TimeSpan since)
    {
        if (_process.IsDead)
        {
            return;
        }

        if (_dependents.All(watch => watch.IsSynced) || _world.Clock.Elapsed - since > LongestWaitForLists)
        {
            _apis.ForEach(watch => watch.Start());
        }
        else
        {
            _world.Clock.After(LooksForLists, () => StartWhenListed(since));
        }
    }

    private void Listed()
    {
        if (IsSynced)
        {
            _world.Forgotten.Forget(key => !_world.IsSeen(key));
        }
    }

    private bool IsKeptFrom(ObjectKey key, Hint hint) => _world.Mutant switch
    {
        Mutant.DeletionWithoutRegistration => true,
        Mutant.DeletionWithoutFormerName => !hint.LastRegistration.IsEmpty
            && _entries.IsFormerName(key, JsonElement.Parse(hint.LastRegistration.Span).Text("name")),
        _ => false,
    };

    private ApiSnapshot? Read(JsonElement json)
    {
        if (_snapshots.Read(MutatedStatus.Of(json, _world.Mutant, _entries)) is not { } snapshot)
        {
            return null;
        }

        _seen.Add(snapshot.Key);
        return _world.Mutant switch
        {
            Mutant.ChangeByGeneration => snapshot with { SpecHash = json.GetProperty("metadata").GetProperty("generation").GetUInt64() },
            Mutant.PoisonedDeletionAnnounced => snapshot with { IsInDoubt = false },
            Mutant.RefusedWithUnansweredCall when ApiSays(json, ConditionReasons.GatewayRefused) => _messages.Read(snapshot with { Claim = snapshot.Claim with { IsRefused = true } }),
            _ => _messages.Read(snapshot),
        };
    }

    private static bool ApiSays(JsonElement json, string reason) =>
        ExposedApi.Parse(json) is var api && api.Status.ObservedSpecHash == api.SpecHash && api.Status.Condition(ConditionTypes.Registered)?.Reason == reason;
}
