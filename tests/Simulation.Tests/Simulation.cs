using System.Globalization;
using ApiBridge.Domain;
using ApiBridge.Shared.Scope;
using ApiBridge.Simulation.Tests.Bridge;
using ApiBridge.Simulation.Tests.Cluster;
using ApiBridge.Simulation.Tests.Time;
using ApiBridge.Simulation.Tests.Users;
using ApiBridge.Simulation.Tests.Workers;

namespace ApiBridge.Simulation.Tests;

/// <summary>
/// A history, the same for the same seed. Users and faults rage; then they stop, and once all is at rest the invariants must hold. After
/// a few such storms one more API must cost little, and then an hour of lists and a new bridge must cost nothing.
/// </summary>
internal sealed class Simulation
{
    private const int Workers = 3;
    private const int Storms = 3;
    private const int Losses = 3;
    private const string Newcomer = "newcomer";
    private const string Unwelcome = "unwelcome";
    private static readonly TimeSpan BeforeResync = TimeSpan.FromSeconds(50);
    private static readonly TimeSpan LongestStorm = TimeSpan.FromHours(4);
    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(3);
    private static readonly TimeSpan LooksForRest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestRelist = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestResync = TimeSpan.FromMinutes(12);
    private static readonly TimeSpan Calm = TimeSpan.FromHours(1);
    private static readonly TimeSpan TimeForAudit = TimeSpan.FromMinutes(3);
    private readonly int _seed;
    private readonly World _world;
    private readonly Canvas _canvas;
    private readonly SimulatedUsers _users;
    private readonly Operators _operators;
    private readonly Invariants _invariants;
    private readonly WriteCount _writes = new();
    private readonly List<SimulatedWorker> _workers;
    private readonly SimulatedBridges _bridges;
    private readonly List<string> _violations = [];

    public Simulation(int seed, Mutant mutant = Mutant.None)
    {
        _seed = seed;
        _world = new(seed, mutant);
        _canvas = new(_world);
        _users = new(_world, _canvas);
        _operators = new(_world, new(_world, _canvas), Restart);
        _invariants = new(_world, _canvas);
        _workers = [.. Enumerable.Range(1, Workers).Select(number => new SimulatedWorker(_world, string.Create(CultureInfo.InvariantCulture, $"worker-{number}"), _writes))];
        _world.Storage.Arrived = LookAsync;
        _bridges = new(_world);
    }

    /// <summary>Plays it.</summary>
    public async Task<History> RunAsync()
    {
        Note($"{_world.Scenario}");
        _bridges.Start();
        new Misfortunes(_world, () => !_users.AreDone, _bridges.Replace, _bridges.Lose).Come();
        new CanvasOperator(_world, _canvas, () => _users.AreDone).Come();
        for (var storm = 1; storm <= Storms && _violations.Count == 0; storm++)
        {
            _world.IsPrompt = _world.Scenario.IsPrompt;
            _world.Weather = Weather.Draw(_world.Random, _world.IsPrompt);
            _world.PurgesDeadLetters = _world.Weather is { ClusterFailure: 0, HasOutages: false } && _world.Random.Chance(0.7);
            _users.Come();
            if (_world.Random.Chance(_world.Scenario.Reconfigurations))
            {
                _world.Clock.After(_world.Random.Chance(0.5) ? TimeSpan.Zero : _world.Random.Seconds(1, 300), Reconfigure);
            }

            await RunAsync(() => _users.AreDone, LongestStorm);
            await ComeToRestAsync("the storm");
        }

        foreach (var phase in new Func<Task>[] { MendAsync, WelcomeAsync, RefuseAsync, LoseRegistrationsAsync, StayCalmAsync, LoseNamespaceAsync })
        {
            if (_violations.Count == 0)
            {
                await phase();
            }
        }

        _bridges.End();
        return new(_seed, _world.Trace.Lines, _violations, _world.Happenings);
    }

    private async Task ComeToRestAsync(string after)
    {
        Note($"{after} is over");
        _world.Weather = Weather.Calm;
        (_world.Cluster.IsDown, _world.Gateway.IsDown, _world.Storage.IsDown) = (false, false, false);
        _world.Cluster.Unreadable = null;
        _canvas.Complete();
        _world.Scenario.Namespaces.ToList().ForEach(_canvas.List);
        _world.EmptyDeadLetters();
        if (_world.IsPrompt)
        {
            await JudgeBeforeResyncAsync();
        }

        await RestAsync(() => IsAtRest() && !_invariants.Violations().Any());

        // One that yields names the API it yields to, and learns only at its next resync that this is another one now. And a bridge that had
        // lost its watch may have found work when it listed.
        await RunAsync(() => false, LongestResync);
        await RestAsync(IsAtRest);
        Note("rest");
        _violations.AddRange(_invariants.Violations());
        _violations.AddRange(Lacking());
        _world.Forgotten.Settle(_world.Gateway.Entries);
        _world.Cluster.Terminating.Clear();
    }

    // A bridge that had lost its watch lists again within this time.
    private async Task JudgeBeforeResyncAsync()
    {
        await RestAsync(IsAtRest);
        await RunAsync(() => false, LongestRelist);
        await RestAsync(IsAtRest);
        Note("rest before a resync");
        if (_world.IsPrompt)
        {
            _world.Happenings.Add(Happening.RightBeforeResync);
            _violations.AddRange(_invariants.Registrations().Concat(Lacking()).Select(violation => $"before a resync: {violation}"));
        }

        _world.IsPrompt = false;
    }

    // What a list would send a message for. What the gateway refuses is asked for again, by a list or after a while.
    private IEnumerable<string> Lacking() =>
        from api in _world.Cluster.Apis
        where new ObjectScope(_world.Scope).PlaceOf(api) is not ScopePlace.Outside
        where api.Status.UnansweredAt is not null || api.Status.Condition(ConditionTypes.Registered) is not { Reason: ConditionReasons.GatewayRefused }
        where api.Status.Condition(ConditionTypes.ComponentNotified) is not { Status: ConditionStatus.False }
        where _canvas.Agrees(api) && _bridges.MissSomething(api.Key)
        select $"{api.Key} still lacks something for the bridge: {api.Status.Json}";

    private async Task RestAsync(Func<bool> isOver)
    {
        var deadline = _world.Clock.Elapsed + LongestRest;
        while (_world.Clock.Elapsed < deadline && !isOver())
        {
            await RunAsync(() => false, LooksForRest);
            _world.EmptyDeadLetters();
        }

        if (!IsAtRest())
        {
            _violations.Add("it never comes to rest");
        }
    }

    // What the gateway refuses is asked for again and again.
    private Task MendAsync()
    {
        _users.Mend();
        return ComeToRestAsync("the mending");
    }

    // One more API, undisturbed.
    private async Task WelcomeAsync()
    {
        var (ns, calls, writes, sent) = (_world.Scenario.Namespaces[0], _world.Gateway.Calls, _writes.Value, Sent);
        SimulatedUsers.SetEndpoint(_world.Cluster, ns, Newcomer, Newcomer, ready: true);
        await RunAsync(() => false, LooksForRest);
        _canvas.Create(ns, Newcomer, SpecWriter.Spec("/" + Newcomer, Newcomer));
        _canvas.List(ns);
        await ComeToRestAsync("the newcomer's arrival");
        Expect(1, _world.Gateway.Calls - calls, "gateway calls for a new API");
        Expect(3 + (_world.Scenario.HasStatus ? 1 : 0) + (_world.Scenario.TriesUrls ? 1 : 0), _writes.Value - writes, "writes for a new API");
        Expect(1, Sent - sent, "messages for a new API");
    }

    // One more API that the gateway refuses: it is not asked again at once.
    private async Task RefuseAsync()
    {
        var (ns, sent) = (_world.Scenario.Namespaces[0], Sent);
        _canvas.Create(ns, Unwelcome, SpecWriter.Spec(Scenario.RefusedPath, Newcomer));
        _canvas.List(ns);
        await RunAsync(() => false, BeforeResync);
        Expect(1, Sent - sent, "messages for a new API that is refused");
        _world.Cluster.Delete(Resources.ExposedApis, ns, Unwelcome);
        await ComeToRestAsync("the refusal");
    }

    // Gateways forget, at any time between two audits, and with another bridge perhaps at the next. Each loss that an audit is to find is made up for
    // within a period and what the work takes, by one call, and nothing else is registered anew, whatever its implementation answers.
    private async Task LoseRegistrationsAsync()
    {
        for (var loss = 0; loss < Losses && _world.Scenario.HasAudits && _violations.Count == 0; loss++)
        {
            await RunAsync(() => false, _world.Reachability.AuditPeriod * _world.Random.NextDouble());
            _world.Clock.After(_world.Reachability.AuditPeriod * _world.Random.NextDouble(), _world.Random.Chance(0.5) ? _bridges.Die : _bridges.Replace);
            var (calls, gateway) = (_world.Gateway.Calls, _world.Random.Of(_world.Gateways));
            if (_world.Gateway.Forget(gateway, _world.Random) is not { Count: > 0 } lost)
            {
                continue;
            }

            Note($"{gateway} forgets {string.Join(", ", lost.Select(entry => entry.Name))}");
            var found = lost.Count(_invariants.IsToBeFound);
            await RunAsync(() => false, _world.Reachability.AuditPeriod + TimeForAudit);
            _violations.AddRange(_invariants.Violations());
            if (_world.Gateway.Calls - calls != found)
            {
                _violations.Add(string.Create(CultureInfo.InvariantCulture, $"{_world.Gateway.Calls - calls} gateway calls for {found} lost registrations"));
            }
            else if (found > 0)
            {
                _world.Happenings.Add(Happening.Repaired);
            }
        }
    }

    // Nothing changes, but is listed and looked at again and again.
    private async Task StayCalmAsync()
    {
        var (calls, writes, sent) = (_world.Gateway.Calls, _writes.Value, Sent);
        await RunAsync(() => false, Calm / 4);
        _bridges.Cut();
        await RunAsync(() => false, Calm / 4);
        _bridges.Die();
        await RunAsync(() => false, Calm / 2);
        Expect(0, _world.Gateway.Calls - calls, "gateway calls in a calm hour");
        Expect(0, _writes.Value - writes, "writes in a calm hour");
        Expect(0, Sent - sent, "messages in a calm hour");
        _violations.AddRange(_invariants.Violations());
    }

    // A gateway that is replaced is waited for, and one that goes with its namespace is not.
    private async Task LoseNamespaceAsync()
    {
        var lost = new LostNamespace(_world, new(_world, _canvas));
        if (!lost.CanBe)
        {
            return;
        }

        lost.Begin();
        await ComeToRestAsync("the arrival");
        lost.Replace();
        await RunAsync(() => false, LongestResync);
        lost.Return();
        await ComeToRestAsync("the replacement");
        lost.Go();
        await ComeToRestAsync("the loss");
        _violations.AddRange(lost.Left.Select(api => $"{api.Key} is still held: {api.Status.Json}"));
    }

    // Those of an audit alone are counted apart.
    private int Sent => _world.Storage.Sent - _world.Audits;

    private bool IsAtRest() =>
        _bridges.AreIdle
        && !_workers.Exists(worker => worker.IsBusy)
        && _world.Storage.Waiting == 0;

    private async Task RunAsync(Func<bool> isOver, TimeSpan longest)
    {
        var until = _world.Clock.Elapsed + longest;
        while (!isOver() && await _world.Clock.RunNextAsync(until))
        {
            await _bridges.SendAsync();
            _violations.AddRange(_invariants.Lies());
        }
    }

    // Any of those that are idle, or the first would do all the work of a quiet time.
    private async Task LookAsync()
    {
        foreach (var worker in _workers.OrderBy(_ => _world.Random.Next()))
        {
            await worker.LookAsync();
        }
    }

    // A worker that stalled may have written what another has settled since: to die then is what it may not.
    private void Reconfigure()
    {
        if (!_users.AreDone && !_workers.Exists(worker => worker.HasStalled))
        {
            _operators.Reconfigure();
        }
    }

    private void Restart()
    {
        _workers.ForEach(worker => worker.Restart());
        _bridges.Die();
    }

    private void Expect(int most, int actual, string what)
    {
        if (actual > most)
        {
            _violations.Add(string.Create(CultureInfo.InvariantCulture, $"{actual} {what}, not {most}"));
        }
    }

    private void Note(string what) => _world.Trace.Add("world", what);
}
