using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.TestServers;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>Two workers with the same object, one of them held at a gate while the other passes.</summary>
public sealed class ConcurrencyTests
{
    private readonly World _world = new();

    [Fact]
    public async Task AStaleWorkerThatWritesToTheGatewayLateRepairsIt()
    {
        var api = _world.Create();
        var (stale, gate, atGate) = _world.HoldAt("create");
        var late = stale.HandleAsync(World.EventOf(api));
        await atGate;
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");
        await _world.HandleAsync(_world.Api);

        gate.SetResult();
        await late;

        AssertSettled();
    }

    [Fact]
    public async Task WhatAStaleWorkerCreatedIsNotBelievedToStandWhereAnotherRecordedSomethingElse()
    {
        var api = _world.Create();
        var (stale, gate, atGate) = _world.HoldAt("create done");
        var late = stale.HandleAsync(World.EventOf(api));
        await atGate;
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");
        await _world.HandleAsync(_world.Api);
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v4");

        gate.SetResult();
        await late;

        AssertSettled();
    }

    [Fact]
    public async Task WhatAStaleWorkerCreatedIsNotBelievedToStandWhereAnotherRemovedIt()
    {
        var (late, gate, deletion) = await ReplaceAnApiThatIsBeingCreatedAsync();
        await _world.Worker.HandleAsync(deletion);
        Assert.Empty(_world.Apig.Registered);

        gate.SetResult();
        await late;

        Assert.Equal(_world.Api.Status.Registration, _world.Apig.Find("orders"));
    }

    [Fact]
    public async Task WhatAnotherWorkerRecordsAfterAStaleRemovalIsNotStruckOffTheRecord()
    {
        var (creation, createdGate, deletion) = await ReplaceAnApiThatIsBeingCreatedAsync();
        var (remover, removedGate, removed) = _world.HoldAt("remove done");
        var removal = remover.HandleAsync(deletion);
        await removed;

        createdGate.SetResult();
        await creation;
        removedGate.SetResult();
        await removal;

        Assert.Equal(_world.Api.Status.Registration, _world.Apig.Find("orders"));
    }

    [Fact]
    public async Task WhatAStaleWorkerCreatedForAnObjectThatIsGoneIsNotKeptForOneThatCannotBeRegistered()
    {
        var (creation, gate, _) = await ReplaceAnApiThatIsBeingCreatedAsync();

        gate.SetResult();
        await creation;

        Assert.Empty(_world.Apig.Registered);
        Assert.Null(_world.Api.Status.Registration);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.SpecInvalid);
    }

    [Fact]
    public async Task WhatAStaleWorkerCreatedIsReplacedByWhatIsOnRecordWhereTheSpecWentWrong()
    {
        var recorded = await _world.RegisterAsync();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");
        var (stale, gate, atGate) = _world.HoldAt("create done");
        var late = stale.HandleAsync(World.EventOf(_world.Api));
        await atGate;
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "wrong");

        gate.SetResult();
        await late;

        Assert.Equal(recorded.Status.Registration, Assert.Single(_world.Apig.Registered));
        Assert.Equal(recorded.Status.Registration, _world.Api.Status.Registration);
    }

    [Fact]
    public async Task AStaleRemovalOfAnOldPathDoesNotTakeTheNewOneAway()
    {
        await _world.RegisterAsync();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");
        var (stale, gate, atGate) = _world.HoldAt("remove");
        var late = stale.HandleAsync(World.EventOf(_world.Api));
        await atGate;
        await _world.HandleAsync(_world.Api);

        gate.SetResult();
        await late;

        AssertSettled();
    }

    [Fact]
    public async Task AStaleRemovalBeforeTheGatewayGoesDownIsNotForgotten()
    {
        await _world.RegisterAsync();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");
        var (stale, gate, atGate) = _world.HoldAt("remove");
        stale.Steps.Once("remove done", () => _world.Apig.Faults = _ => GatewayFault.BeforeEffect);
        var late = stale.HandleAsync(World.EventOf(_world.Api));
        await atGate;
        await _world.HandleAsync(_world.Api);
        gate.SetResult();
        await late;
        Assert.Empty(_world.Apig.Registered);

        _world.Apig.Faults = null;
        await _world.SettleAsync();

        AssertSettled();
    }

    [Fact]
    public async Task AnObjectThatGoesWhileAWorkerCreatesLeavesNothingBehind()
    {
        var api = _world.Create();
        var (stale, gate, atGate) = _world.HoldAt("create");
        var late = stale.HandleAsync(World.EventOf(api));
        await atGate;
        _world.Cluster.Delete("orders");
        await _world.HandleAsync(_world.Api);
        Assert.Empty(_world.Cluster.All);

        gate.SetResult();
        await late;

        Assert.Empty(_world.Apig.Registered);
        Assert.Empty(_world.Retries);
    }

    [Fact]
    public async Task AnObjectHeldByOthersThatWasReleasedWhileAWorkerCreatesLeavesNothingBehind()
    {
        var api = _world.Create();
        var (stale, gate, atGate) = _world.HoldAt("create");
        var late = stale.HandleAsync(World.EventOf(api));
        await atGate;
        _world.Cluster.Change("orders", json => json["metadata"]!["finalizers"]!.AsArray().Add("others"));
        _world.Cluster.Delete("orders");
        await _world.HandleAsync(_world.Api);

        gate.SetResult();
        await late;

        Assert.Empty(_world.Apig.Registered);
        Assert.Empty(_world.Retries);
    }

    [Fact]
    public async Task ANamesakeThatIsCreatedWhileAnOrphanIsRemovedIsRegisteredAgain()
    {
        var old = await _world.RegisterAsync();
        _world.Cluster.Strip("orders");
        var (stale, gate, atGate) = _world.HoldAt("remove");
        var late = stale.HandleAsync(World.EventOf(old, EventReason.Deleted));
        await atGate;
        await _world.RegisterAsync();

        gate.SetResult();
        await late;

        Assert.NotEqual(old.Key.Uid, _world.Api.Key.Uid);
        AssertSettled();
    }

    [Fact]
    public async Task TwoWorkersWithANewObjectEndInOneRegistration()
    {
        var api = _world.Create();
        var (other, gate, atGate) = _world.HoldAt("adopt");
        var late = other.HandleAsync(World.EventOf(api));
        await atGate;
        await _world.HandleAsync(api);

        gate.SetResult();
        await late;

        Assert.Single(_world.Apig.Calls);
        AssertSettled();
    }

    /// <summary>A worker has created an API and is held before it records that, while another that can't be registered takes its place.</summary>
    private async Task<(Task Creation, TaskCompletionSource Gate, ApiEvent Deletion)> ReplaceAnApiThatIsBeingCreatedAsync()
    {
        var old = _world.Create();
        var (stale, gate, atGate) = _world.HoldAt("create done");
        var creation = stale.HandleAsync(World.EventOf(old));
        await atGate;
        _world.Cluster.Strip("orders");
        _world.Create(spec: World.Spec.Replace("/orders/v4", "wrong", StringComparison.Ordinal));
        await _world.HandleAsync(_world.Api);
        return (creation, gate, World.EventOf(old, EventReason.Deleted) with { LastRegistration = ApiRegistration.Of(old, old.Key.Name) });
    }

    private void AssertSettled()
    {
        Assert.Equal(ApiRegistration.Of(_world.Api, _world.Api.Key.Name), Assert.Single(_world.Apig.Registered));
        Assert.Null(Convergence.Gap(_world.Api, TestEntries.Default, implementationReady: false, "10.0.0.1"));
        Assert.Equal(_world.Api.Status.Url, _world.Component.Entries[_world.Api.Key.Uid].Url);
    }
}
