using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests.GitOps;

/// <summary>What Argo CD says of the statuses that this product writes.</summary>
public sealed class HealthCheckTests
{
    private readonly World _world = new();

    [Fact]
    public void AnApiThatNobodyLookedAtYetIsProgressing()
    {
        _world.Create();

        AssertHealth("Progressing", "nobody has looked at it yet");
    }

    [Fact]
    public async Task AnApiThatIsRegisteredIsProgressingUntilItsEndpointIsReady()
    {
        await _world.RegisterAsync();
        AssertHealth("Progressing", "no EndpointSlice of Service orders has a ready endpoint");

        _world.Network.ReadyServices.Add("orders");
        await _world.HandleAsync(_world.Api, EventReason.Readiness);

        AssertHealth("Healthy", "registered, and the implementation is ready");
    }

    [Fact]
    public async Task AReadyApiNamesThePoliciesThatNothingEnforces()
    {
        _world.Network.ReadyServices.Add("orders");
        var spec = JsonNode.Parse(World.Spec)!;
        spec["CORS"] = new JsonObject { ["enabled"] = true };

        await _world.RegisterAsync(spec: spec.ToJsonString());

        AssertHealth("Healthy", "spec.CORS");
    }

    [Fact]
    public async Task AnInvalidSpecIsDegradedWithTheFix()
    {
        var spec = JsonNode.Parse(World.Spec)!;
        spec["path"] = "orders";

        await _world.RegisterAsync(spec: spec.ToJsonString());

        AssertHealth("Degraded", "start it with a slash");
    }

    [Fact]
    public async Task WhatTheGatewayRefusesIsDegradedInItsWords()
    {
        _world.Apig.Refuses = (operation, _) => operation == "create" ? "größer als \"erlaubt\"\\" : null;

        await _world.RegisterAsync();

        AssertHealth("Degraded", "größer als \"erlaubt\"\\");
    }

    [Fact]
    public async Task WhatWaitsForAnElderIsDegradedAndNamesIt()
    {
        await _world.RegisterAsync("older");
        _world.Time.Advance(TimeSpan.FromMinutes(1));

        await _world.RegisterAsync();

        AssertHealth("Degraded", "shop/older");
    }

    [Fact]
    public async Task AGatewayThatIsAwayIsProgress()
    {
        _world.Apig.Faults = _ => GatewayFault.BeforeEffect;

        await _world.RegisterAsync();

        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.GatewayUnavailable);
        AssertHealth("Progressing", "not registered");
    }

    [Fact]
    public async Task WhatIsBeingDeletedIsProgressingThoughTheGatewayDoesNotLetGo()
    {
        await _world.RegisterAsync();
        _world.Cluster.Delete("orders");
        _world.Apig.Faults = _ => GatewayFault.BeforeEffect;

        await _world.HandleAsync(_world.Api);

        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.RemovalFailed);
        AssertHealth("Progressing", "it is being deleted");
    }

    [Fact]
    public async Task AStatusOfAnotherObjectIsNoHealth()
    {
        _world.Network.ReadyServices.Add("orders");
        var original = await _world.RegisterAsync();
        _world.Cluster.Create("returns", World.Spec, status: original.Status.Json.GetRawText());

        Assert.Equal("Progressing", HealthCheck.Of(_world.Cluster.JsonOf("returns")).Status);
    }

    [Fact]
    public async Task AChangeThatWasNotSeenYetIsProgressWhereThatCanBeTold()
    {
        var world = new World { HasStatus = true };
        world.Network.ReadyServices.Add("orders");
        await world.RegisterAsync();
        Assert.Equal("Healthy", HealthCheck.Of(world.Cluster.JsonOf("orders")).Status);

        world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");
        Assert.Equal("Progressing", HealthCheck.Of(world.Cluster.JsonOf("orders")).Status);

        await world.HandleAsync(world.Api);
        Assert.Equal("Healthy", HealthCheck.Of(world.Cluster.JsonOf("orders")).Status);
    }

    [Fact]
    public async Task WhatIsPausedIsSuspended()
    {
        await _world.RegisterAsync();
        _world.Cluster.Change("orders", json => json["status"]!["conditions"]!.AsArray().Add(
            JsonNode.Parse("""{"type":"Paused","status":"True","reason":"Annotated","message":"paused by an annotation"}""")));

        AssertHealth("Suspended", "paused by an annotation");
    }

    [Theory]
    [InlineData("""{"metadata":{"uid":"1"},"status":{}}""")]
    [InlineData("""{"metadata":{"uid":"1"},"status":{"conditions":[]}}""")]
    [InlineData("""{"metadata":{"uid":"1"},"status":{"conditions":[{"type":"Ready","status":"True"}]}}""")]
    [InlineData("""{"metadata":{"uid":"1"},"status":{"apiBridge":{"uid":"1"},"conditions":[{"type":"Other","status":"True"}]}}""")]
    public void WhatSaysNothingIsProgressing(string json) => Assert.Equal("Progressing", HealthCheck.Of(json).Status);

    /// <summary>Argo CD runs Lua 5.1, and this test a later one: it must do with what both have.</summary>
    [Theory]
    [InlineData("goto ")]
    [InlineData("//")]
    [InlineData("<<")]
    [InlineData("<const>")]
    [InlineData("table.unpack")]
    public void NothingIsUsedThatOnlyALaterLuaHas(string later) => Assert.DoesNotContain(later, HealthCheck.Script, StringComparison.Ordinal);

    private void AssertHealth(string status, string message)
    {
        var health = HealthCheck.Of(_world.Cluster.JsonOf("orders"));
        Assert.Equal(status, health.Status);
        Assert.Contains(message, health.Message, StringComparison.Ordinal);
    }
}
