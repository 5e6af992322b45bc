using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>A gateway that refuses to remove an old path: the new one is created, and people are told.</summary>
public sealed class OldPathTests
{
    private readonly World _world = new();

    [Fact]
    public async Task ARefusedRemovalOfAnOldPathIsToldInTheConditionAndInAnEvent()
    {
        await ChangePathUnderARefusalAsync();

        Assert.Equal(["orders at /orders/v5"], _world.Apig.Entries);
        Assert.Equal(["create /orders/v4", "remove /orders/v4", "create /orders/v5"], _world.Apig.Calls);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
        Assert.Contains("the former path /orders/v4 may still be there", Message, StringComparison.Ordinal);
        Assert.Contains("4711: locked", Message, StringComparison.Ordinal);
        var (_, reason, message) = Assert.Single(_world.Worker.Store.Warnings);
        Assert.Equal(ConditionReasons.RemovalRefused, reason);
        Assert.Contains("/orders/v4", message, StringComparison.Ordinal);
        Assert.Null(Convergence.Gap(_world.Api, _world.Entries, implementationReady: false, "10.0.0.1"));
    }

    [Fact]
    public async Task WhatARefusalLeftIsStillToldAfterALaterLookWithoutCalls()
    {
        await ChangePathUnderARefusalAsync();
        var (calls, message) = (_world.Apig.Calls.Count, Message);
        _world.Network.ReadyServices.Add("orders");

        await _world.HandleAsync(_world.Api, EventReason.Readiness);
        await _world.HandleAsync(_world.Api, EventReason.Listed);

        Assert.True(_world.Api.Status.Ready);
        Assert.Equal((calls, message), (_world.Apig.Calls.Count, Message));
        Assert.Single(_world.Worker.Store.Warnings);
    }

    [Fact]
    public async Task WhatARefusalLeftIsStillToldOnceTheGatewayHasAnAddress()
    {
        _world.Network.Addresses.Clear();
        await ChangePathUnderARefusalAsync();
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.AddressPending);
        _world.Network.Addresses["shop"] = "10.0.0.1";

        await _world.HandleAsync(_world.Api, EventReason.Readiness);

        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
        Assert.Contains("the former path /orders/v4 may still be there", Message, StringComparison.Ordinal);
        Assert.DoesNotContain("no address", Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("path", "/orders/v6")]
    [InlineData("implementation", "others")]
    public async Task WhatARefusalLeftIsNotToldAnyMoreAfterTheNextChange(string field, string value)
    {
        await ChangePathUnderARefusalAsync();
        _world.Apig.Refuses = null;
        _world.Cluster.ChangeSpec("orders", spec => spec[field] = value);

        await _world.HandleAsync(_world.Api);

        Assert.DoesNotContain("/orders/v4", Message, StringComparison.Ordinal);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
    }

    [Fact]
    public async Task NothingIsRemovedLaterForThatWouldTakeTheNewPathAway()
    {
        await ChangePathUnderARefusalAsync();
        _world.Apig.Refuses = null;

        await _world.HandleAsync(_world.Api, EventReason.Resync);
        await _world.Worker.HandleAsync(World.EventOf(_world.Api, EventReason.Retry), dequeueCount: 2);
        await _world.SettleAsync();

        Assert.Equal(["orders at /orders/v5"], _world.Apig.Entries);
        Assert.Single(_world.Apig.Calls, call => call.StartsWith("remove", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhereTheNewPathIsRefusedAsWellTheOldOneStaysOnRecord()
    {
        await _world.RegisterAsync();
        _world.Apig.Refuses = (_, _) => "no";
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");

        await _world.HandleAsync(_world.Api);

        Assert.Equal(["orders at /orders/v4"], _world.Apig.Entries);
        Assert.Equal("/orders/v4", _world.Api.Status.Registration!.Path);
        Assert.Equal("http://10.0.0.1/orders/v4", _world.Api.Status.Url);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.GatewayRefused);
    }

    private string Message => _world.Api.Status.Condition(ConditionTypes.Registered)!.Message;

    private static string? Locked(string operation, ApiRegistration registration) => operation == "remove" ? "locked" : null;

    private async Task ChangePathUnderARefusalAsync()
    {
        await _world.RegisterAsync();
        _world.Apig.Refuses = Locked;
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");
        await _world.HandleAsync(_world.Api);
    }
}
