using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

public sealed class DeletionTests
{
    private readonly World _world = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ADeletedApiLeavesTheGatewayAndGoes(bool hasStatus)
    {
        var world = new World { HasStatus = hasStatus };
        await world.RegisterAsync();
        world.Cluster.Delete("orders");

        await world.HandleAsync(world.Api);

        Assert.Equal("remove /orders/v4", world.Apig.Calls[^1]);
        Assert.Empty(world.Apig.Registered);
        Assert.Empty(world.Cluster.All);
        Assert.Empty(world.Retries);
    }

    [Fact]
    public async Task WhatIsRemovedIsTheRecordedRegistrationAndNotTheSpecs()
    {
        await _world.RegisterAsync();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/never/registered");
        _world.Cluster.Delete("orders");

        await _world.HandleAsync(_world.Api);

        Assert.Equal("remove /orders/v4", _world.Apig.Calls[^1]);
    }

    [Fact]
    public async Task ARecordUnderAnotherNameHidesNothingOfWhatADeletedApiHas()
    {
        await _world.RegisterAsync();
        _world.Cluster.Change("orders", json => json["status"]!["apigBind"]!["spec"]!["name"] = "returns");
        _world.Cluster.Delete("orders");

        await _world.HandleAsync(_world.Api);

        Assert.Empty(_world.Apig.Registered);
        Assert.Empty(_world.Cluster.All);
    }

    [Fact]
    public async Task AnApiDeletedBeforeItWasEverSeenIsNoConcernOfOurs()
    {
        var api = _world.Create();
        _world.Cluster.Delete("orders");

        await _world.HandleAsync(api);

        Assert.Empty(_world.Apig.Calls);
        Assert.Empty(_world.Retries);
    }

    [Fact]
    public async Task AnApiDeletedAfterAdoptionAndBeforeRegistrationGoes()
    {
        _world.Cluster.Create("orders", World.Spec, finalizers: ExposedApi.Finalizer);
        _world.Cluster.Delete("orders");

        await _world.HandleAsync(_world.Api);

        Assert.Empty(_world.Cluster.All);
        Assert.Empty(_world.Apig.Registered);
    }

    [Fact]
    public async Task ARefusedRemovalOfARecordedRegistrationKeepsTheObjectAndComesBack()
    {
        await _world.RegisterAsync();
        _world.Cluster.Delete("orders");
        _world.Apig.Refuses = (operation, _) => operation == "remove" ? "in use" : null;

        await _world.HandleAsync(_world.Api);
        await _world.DeliverRetriesAsync();

        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.RemovalFailed);
        Assert.Contains("in use", _world.Api.Status.Condition(ConditionTypes.Registered)!.Message, StringComparison.Ordinal);
        Assert.Single(_world.Worker.Store.Warnings);
        Assert.Single(_world.Retries);

        _world.Apig.Refuses = null;
        await _world.SettleAsync();
        Assert.Empty(_world.Cluster.All);
        Assert.Empty(_world.Apig.Registered);
    }

    [Fact]
    public async Task ARefusedRemovalOfWhatWasNeverRecordedLetsTheObjectGo()
    {
        _world.Cluster.Create("orders", World.Spec, finalizers: ExposedApi.Finalizer);
        _world.Cluster.Delete("orders");
        _world.Apig.RefuseToRemoveTheUnknown();

        await _world.HandleAsync(_world.Api);

        Assert.Empty(_world.Cluster.All);
        Assert.Empty(_world.Retries);
    }

    [Fact]
    public async Task ARemovalThatWasNotAnsweredIsNotInsistedOn()
    {
        await _world.RegisterAsync();
        _world.Cluster.Delete("orders");
        _world.Apig.RefuseToRemoveTheUnknown();
        _world.Apig.Faults = _ => GatewayFault.AfterEffect;
        await _world.HandleAsync(_world.Api);

        _world.Apig.Faults = null;
        await _world.SettleAsync();

        Assert.Empty(_world.Cluster.All);
    }

    [Fact]
    public async Task AnObjectThatIsForceDeletedWhileItsRemovalWaitsLeavesNothingBehind()
    {
        var api = await _world.RegisterAsync();
        _world.Cluster.Delete("orders");
        _world.Apig.Faults = _ => GatewayFault.CircuitOpen;
        await _world.HandleAsync(api);
        await _world.HandleAsync(_world.Api);
        _world.Cluster.Strip("orders");

        _world.Apig.Faults = null;
        await _world.SettleAsync();

        Assert.Empty(_world.Apig.Registered);
    }

    [Fact]
    public async Task ADeletionWhileTheGatewayIsDownWaitsForIt()
    {
        await _world.RegisterAsync();
        _world.Cluster.Delete("orders");
        _world.Apig.Faults = _ => GatewayFault.BeforeEffect;
        await _world.HandleAsync(_world.Api);
        for (var attempt = 0; attempt < 10; attempt++)
        {
            await _world.DeliverRetriesAsync();
        }

        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.RemovalFailed);
        Assert.InRange(Assert.Single(_world.Retries).Delay, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(6));

        _world.Apig.Faults = null;
        await _world.SettleAsync();
        Assert.Empty(_world.Cluster.All);
        Assert.Empty(_world.Apig.Registered);
    }

    [Fact]
    public async Task AnObjectThatChangesWhileItIsReleasedIsNotRemovedFromTheGatewayTwice()
    {
        await _world.RegisterAsync();
        _world.Cluster.Delete("orders");
        _world.Apig.RefuseToRemoveTheUnknown();
        _world.Worker.Steps.Once("release", () => _world.Cluster.Change("orders", json => json["metadata"]!["labels"]!["x"] = "y"));

        await _world.HandleAsync(_world.Api);

        Assert.Empty(_world.Cluster.All);
        Assert.Empty(_world.Retries);
    }

    [Fact]
    public async Task OthersFinalizersStay()
    {
        await _world.RegisterAsync();
        _world.Cluster.Change("orders", json => json["metadata"]!["finalizers"]!.AsArray().Add("others"));
        _world.Cluster.Delete("orders");

        await _world.HandleAsync(_world.Api);
        var calls = _world.Apig.Calls.Count;
        await _world.HandleAsync(_world.Api);

        Assert.Equal(["others"], _world.Api.Finalizers);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.Removed);
        Assert.Null(_world.Api.Status.Registration);
        Assert.Empty(_world.Api.Status.Url);
        Assert.Equal(calls, _world.Apig.Calls.Count);
    }
}
