using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.Shared.Gateway;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>The endpoint leads to another gateway than before.</summary>
public sealed class FormerGatewayTests
{
    private const string Old = "old:8080";
    private static readonly GatewayOptions Moved = new() { Endpoint = "new:8080" };
    private static readonly GatewayOptions MovedAndAllowed = Moved with { FormerEndpoints = "older:1, http://old:8080/api" };
    private readonly FakeGateway _old = new();
    private readonly World _world;

    public FormerGatewayTests() =>
        _world = new() { Gateway = new() { Endpoint = Old }, OtherGateways = { [Old] = _old } };

    [Fact]
    public async Task WhatTheFormerGatewayHasIsLeftAndToldWhereNothingMayBeRemovedThere()
    {
        await MoveAsync(Moved);

        await _world.HandleAsync(_world.Api, EventReason.Listed);

        Assert.Equal(["orders at /orders/v4"], _world.Apig.Entries);
        Assert.Equal(["orders at /orders/v4"], _old.Entries);
        Assert.Equal("new:8080", _world.Api.Status.Gateway);
        var left = Assert.Single(_world.Api.Status.Leftovers);
        Assert.Equal((Old, "orders"), (left.Entry.Gateway, left.Entry.Name));
        Assert.Contains("old:8080 may still hold orders at /orders/v4", MessageOf(), StringComparison.Ordinal);
        Assert.Contains("ApiBridge:Gateway:FormerEndpoints", MessageOf(), StringComparison.Ordinal);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
        AssertConverged();
        await AssertNothingIsLeftToDoAsync();
        Assert.Single(_world.Api.Status.Leftovers);
        Assert.Contains("old:8080 may still hold", MessageOf(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsLeftIsStillToldAfterAChange()
    {
        await MoveAsync(Moved);
        await _world.HandleAsync(_world.Api);
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");

        await _world.HandleAsync(_world.Api);

        Assert.Contains("old:8080 may still hold orders at /orders/v4", MessageOf(), StringComparison.Ordinal);
        Assert.Single(_world.Api.Status.Leftovers);
        AssertConverged();
    }

    [Fact]
    public async Task WhatIsLeftGoesOnceItMayBeRemovedThere()
    {
        await MoveAsync(Moved);
        await _world.HandleAsync(_world.Api);
        _world.Restart(MovedAndAllowed);
        Assert.Equal(ConvergenceGap.NotRegistered, Convergence.Gap(_world.Api, _world.Entries, implementationReady: false, "10.0.0.1"));

        await _world.HandleAsync(_world.Api, EventReason.Listed);

        Assert.Empty(_old.Entries);
        Assert.Equal(["create /orders/v4"], _world.Apig.Calls);
        Assert.Empty(_world.Api.Status.Leftovers);
        Assert.DoesNotContain("may still hold", MessageOf(), StringComparison.Ordinal);
        AssertConverged();
        await AssertNothingIsLeftToDoAsync();
    }

    [Fact]
    public async Task WhereItMayBeRemovedTheFormerGatewayIsClearedAfterTheNewOneHasIt()
    {
        await MoveAsync(MovedAndAllowed);
        var whenItWent = Enumerable.Empty<string>();
        _world.Worker.Steps.Once("remove", () => whenItWent = [.. _world.Apig.Entries]);

        await _world.HandleAsync(_world.Api);

        Assert.Equal(["orders at /orders/v4"], whenItWent);
        Assert.Equal(["orders at /orders/v4"], _world.Apig.Entries);
        Assert.Empty(_old.Entries);
        AssertConverged();
        await AssertNothingIsLeftToDoAsync();
    }

    [Fact]
    public async Task ALivingApiIsRegisteredAnewThoughTheFormerGatewayIsAway()
    {
        await MoveAsync(MovedAndAllowed);
        _old.Faults = _ => GatewayFault.BeforeEffect;
        await _world.HandleAsync(_world.Api);
        Assert.Equal(["orders at /orders/v4"], _world.Apig.Entries);
        Assert.Equal(Old, Assert.Single(_world.Api.Status.Leftovers).Gateway);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
        Assert.Empty(_world.Retries);

        _old.Faults = null;
        await _world.HandleAsync(_world.Api, EventReason.Resync);

        Assert.Empty(_old.Entries);
        AssertConverged();
    }

    [Fact]
    public async Task AFormerGatewayThatIsAwayIsAskedOnceHoweverMuchItHas()
    {
        await MoveAsync(MovedAndAllowed with { EntryName = "{namespace}.{name}" });
        _old.Put("shop.orders", "/orders/v3");
        _world.Cluster.Change("orders", json => json["status"]!["apiBridge"]!["left"] =
            JsonNode.Parse($$$"""[{"gateway":"{{{Old}}}","spec":{"name":"shop.orders","path":"/orders/v3","implementation":"x","port":80}}]"""));
        var calls = _old.Calls.Count;
        _old.Faults = _ => GatewayFault.BeforeEffect;

        await _world.HandleAsync(_world.Api);

        Assert.Equal(1, _old.Calls.Count - calls);
        Assert.Equal(["orders", "shop.orders"], _world.Api.Status.Leftovers.Select(left => left.Entry.Name).Order(StringComparer.Ordinal));
        _old.Faults = null;
        await _world.HandleAsync(_world.Api, EventReason.Resync);
        Assert.Empty(_old.Entries);
        AssertConverged();
    }

    [Theory]
    [InlineData(GatewayFault.BeforeEffect)]
    [InlineData(GatewayFault.AfterEffect)]
    [InlineData(GatewayFault.CircuitOpen)]
    public async Task WhatTheFormerGatewayHasIsNotForgottenWhileTheNewOneIsAway(object fault)
    {
        await MoveAsync(MovedAndAllowed);
        _world.Apig.Faults = _ => (GatewayFault)fault;
        await _world.HandleAsync(_world.Api);
        Assert.Equal(["orders at /orders/v4"], _old.Entries);
        Assert.Equal(Old, Assert.Single(_world.Api.Status.Leftovers).Gateway);
        Assert.Null(_world.Api.Status.Registration);

        _world.Apig.Faults = null;
        await _world.SettleAsync();

        Assert.Equal(["orders at /orders/v4"], _world.Apig.Entries);
        Assert.Empty(_old.Entries);
        AssertConverged();
    }

    [Fact]
    public async Task AnEndpointThatChangesBackFindsItsEntryAgain()
    {
        await MoveAsync(Moved);
        await _world.HandleAsync(_world.Api);
        _world.Restart(new() { Endpoint = Old, FormerEndpoints = "new:8080" });

        await _world.HandleAsync(_world.Api);

        Assert.Equal(["orders at /orders/v4"], _old.Entries);
        Assert.Empty(_world.Apig.Entries);
        Assert.Equal(Old, _world.Api.Status.Gateway);
        Assert.Empty(_world.Api.Status.Leftovers);
        AssertConverged();
    }

    [Fact]
    public async Task TwoMovesAreBothRemembered()
    {
        await MoveAsync(Moved);
        await _world.HandleAsync(_world.Api);
        var third = new FakeGateway();
        _world.OtherGateways["third:8080"] = third;
        _world.Restart(new() { Endpoint = "third:8080" });
        await _world.HandleAsync(_world.Api);
        Assert.Equal(["new:8080", Old], _world.Api.Status.Leftovers.Select(left => left.Gateway).Order(StringComparer.Ordinal));

        _world.Restart(new() { Endpoint = "third:8080", FormerEndpoints = "new:8080,old:8080" });
        await _world.HandleAsync(_world.Api);

        Assert.Empty(_old.Entries);
        Assert.Empty(_world.Apig.Entries);
        Assert.Equal(["orders at /orders/v4"], third.Entries);
        AssertConverged();
    }

    [Fact]
    public async Task NameAndGatewayMayChangeTogether()
    {
        await MoveAsync(MovedAndAllowed with { EntryName = "{namespace}.{name}" });

        await _world.HandleAsync(_world.Api);

        Assert.Empty(_old.Entries);
        Assert.Equal(["shop.orders at /orders/v4"], _world.Apig.Entries);
        AssertConverged();
    }

    [Fact]
    public async Task AWrongSpecOnTheNewGatewayForgetsNothingOfTheFormerOne()
    {
        await MoveAsync(Moved);
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "wrong");

        await _world.HandleAsync(_world.Api);

        Assert.Equal(Old, Assert.Single(_world.Api.Status.Leftovers).Gateway);
        Assert.Contains("old:8080 may still hold", MessageOf(), StringComparison.Ordinal);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.SpecInvalid);
    }

    private async Task MoveAsync(GatewayOptions to)
    {
        await _world.RegisterAsync();
        Assert.Equal(["orders at /orders/v4"], _old.Entries);
        _world.Restart(to);
    }

    private async Task AssertNothingIsLeftToDoAsync()
    {
        var (calls, writes) = (_world.Apig.Calls.Count + _old.Calls.Count, _world.Writes);
        await _world.HandleAsync(_world.Api);
        Assert.Equal((calls, writes), (_world.Apig.Calls.Count + _old.Calls.Count, _world.Writes));
    }

    private void AssertConverged() =>
        Assert.Null(Convergence.Gap(_world.Api, _world.Entries, implementationReady: false, "10.0.0.1"));

    private string MessageOf() => _world.Api.Status.Condition(ConditionTypes.Registered)!.Message;
}
