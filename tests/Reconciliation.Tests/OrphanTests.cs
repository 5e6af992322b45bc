using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>Messages about objects that are gone, without having passed through our finalizer perhaps.</summary>
public sealed class OrphanTests
{
    private readonly World _world = new();

    [Fact]
    public async Task AForceDeletedApiThatWasNeverRegisteredIsNotRemovedForEver()
    {
        var api = _world.Create();
        _world.Cluster.Strip("orders");
        _world.Apig.RefuseToRemoveTheUnknown();

        await _world.Worker.HandleAsync(World.EventOf(api, EventReason.Deleted) with { LastRegistration = ApiRegistration.Of(api, api.Key.Name) });
        await _world.SettleAsync();

        Assert.Equal(["remove /orders/v4", "create /orders/v4", "remove /orders/v4"], _world.Apig.Calls);
        Assert.Empty(_world.Apig.Registered);
    }

    [Fact]
    public async Task AnObjectGoneWithoutReleaseIsRemovedByItsLastRegistration()
    {
        var api = await _world.RegisterAsync();
        _world.Cluster.Strip("orders");

        await _world.HandleAsync(api, EventReason.Deleted);

        Assert.Empty(_world.Apig.Registered);
        Assert.Empty(_world.Retries);
    }

    [Fact]
    public async Task AnObjectGoneWithoutReleaseWaitsForAGatewayThatIsDown()
    {
        var api = await _world.RegisterAsync();
        _world.Cluster.Strip("orders");
        _world.Apig.Faults = _ => GatewayFault.BeforeEffect;
        await _world.HandleAsync(api, EventReason.Deleted);
        Assert.Equal(ApiRegistration.Of(api, api.Key.Name), Assert.Single(_world.Retries).Event.LastRegistration);

        _world.Apig.Faults = null;
        await _world.SettleAsync();
        Assert.Empty(_world.Apig.Registered);
    }

    [Fact]
    public async Task ADeletionThatTellsOfNoRegistrationIsOneStillWhenItIsPutOff()
    {
        var api = await _world.RegisterAsync();
        _world.Cluster.Strip("orders");
        _world.Worker.Store.IsDown = true;
        await _world.Worker.HandleAsync(World.EventOf(api, EventReason.Deleted) with { LastRegistration = null });

        _world.Worker.Store.IsDown = false;
        await _world.SettleAsync();

        Assert.Empty(_world.Apig.Registered);
    }

    [Fact]
    public async Task ARedeliveredMessageOfAGoneObjectDoesNotInsistOnRemovingTheUnknown()
    {
        var api = _world.Create();
        _world.Cluster.Delete("orders");
        _world.Apig.Refuses = (operation, registration) => registration.Path.Length == 0 ? "path is missing" : null;

        await _world.Worker.HandleAsync(World.EventOf(api), dequeueCount: 2);

        Assert.Empty(_world.Retries);
    }

    [Fact]
    public async Task AnObjectGoneWhileItIsRegisteredLeavesNothingBehindEvenWhenTheGatewayIsDownThen()
    {
        var api = _world.Create();
        _world.Worker.Steps.Once("create done", () =>
        {
            _world.Cluster.Strip("orders");
            _world.Apig.Faults = _ => GatewayFault.BeforeEffect;
        });
        await _world.HandleAsync(api);
        Assert.Equal("/orders/v4", Assert.Single(_world.Retries).Event.LastRegistration?.Path);

        _world.Apig.Faults = null;
        await _world.SettleAsync();
        Assert.Empty(_world.Apig.Registered);
    }

    [Fact]
    public async Task ANamesakeThatCantBeRegisteredLeavesNothingOfItsPredecessor()
    {
        var old = await _world.RegisterAsync();
        _world.Cluster.Strip("orders");
        await _world.RegisterAsync(spec: "{}");

        await _world.HandleAsync(old, EventReason.Deleted);

        Assert.Empty(_world.Apig.Registered);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.SpecInvalid);
    }

    [Fact]
    public async Task WhatAPredecessorLeftIsNotForgottenBecauseItsNamesakesRetryIsOnItsWay()
    {
        var old = await _world.RegisterAsync();
        _world.Cluster.Strip("orders");
        _world.Apig.Faults = _ => GatewayFault.CircuitOpen;
        await _world.RegisterAsync(spec: World.Spec.Replace("v4", "v5", StringComparison.Ordinal));
        await _world.HandleAsync(old, EventReason.Deleted);

        _world.Apig.Faults = null;
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "wrong");
        await _world.SettleAsync();

        Assert.Empty(_world.Apig.Registered);
    }

    [Fact]
    public async Task ANamesakeWithAnotherPathReplacesThePredecessorsRegistration()
    {
        var old = await _world.RegisterAsync();
        _world.Cluster.Strip("orders");
        await _world.RegisterAsync(spec: JsonNode.Parse(World.Spec)!.AsObject() is var spec && (spec["path"] = "/orders/v5") is not null ? spec.ToJsonString() : "");

        await _world.HandleAsync(old, EventReason.Deleted);

        Assert.Equal(ApiRegistration.Of(_world.Api, _world.Api.Key.Name), Assert.Single(_world.Apig.Registered));
        Assert.Equal("/orders/v5", _world.Api.Status.Registration!.Path);
    }
}
