using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>Which generation of an object a status is about, where that means something.</summary>
public sealed class ObservedGenerationTests
{
    private readonly World _world = new() { HasStatus = true };

    [Fact]
    public async Task WithoutASubresourceNoneIsNamed()
    {
        var world = new World();

        var api = await world.RegisterAsync();

        Assert.True(api.Generation > 1, "a status write raises it");
        Assert.Null(api.Status.ObservedGeneration);
        Assert.All(api.Status.Conditions, condition => Assert.Null(condition.ObservedGeneration));
    }

    [Fact]
    public async Task WithASubresourceEachConditionNamesThePresentOne()
    {
        AssertObserves(await _world.RegisterAsync(), 1);

        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");
        await _world.HandleAsync(_world.Api);

        AssertObserves(_world.Api, 2);
    }

    [Fact]
    public async Task AChangeThatIsTakenBackUnseenCostsOneWriteAndNoCall()
    {
        await _world.RegisterAsync();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/other");
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v4");
        Assert.Equal(ConvergenceGap.ConditionsOutdated, Gap());
        var (writes, calls) = (_world.Writes, _world.Apig.Calls.Count);

        await _world.HandleAsync(_world.Api, EventReason.Listed);
        await _world.HandleAsync(_world.Api, EventReason.Listed);

        AssertObserves(_world.Api, 3);
        Assert.Equal((1, 0), (_world.Writes - writes, _world.Apig.Calls.Count - calls));
        Assert.Null(Gap());
    }

    [Fact]
    public async Task WhatADefinitionNamedBeforeItLostTheSubresourceIsTakenOut()
    {
        await _world.RegisterAsync();
        _world.Cluster.HasStatus = false;
        _world.Cluster.Change("orders", json => json["status"]!["theirs"] = new JsonObject { ["a"] = 1 });
        Assert.Equal(ConvergenceGap.ConditionsOutdated, Gap());

        await _world.HandleAsync(_world.Api, EventReason.Listed);

        Assert.Null(_world.Api.Status.ObservedGeneration);
        Assert.All(_world.Api.Status.Conditions, condition => Assert.Null(condition.ObservedGeneration));
        Assert.Null(Gap());
    }

    [Fact]
    public async Task WhatOthersNameStays()
    {
        await _world.RegisterAsync();
        _world.Cluster.Change("orders", json => json["status"]!["conditions"]!.AsArray().Add(
            JsonNode.Parse("""{"type":"Audited","status":"True","reason":"Ok","message":"","observedGeneration":9}""")));
        _world.Cluster.HasStatus = false;

        await _world.HandleAsync(_world.Api, EventReason.Listed);

        Assert.Equal(9, _world.Api.Status.Condition("Audited")!.ObservedGeneration);
    }

    [Fact]
    public async Task AWriteThatDecidesNothingDoesNotMakeAnOldDecisionANewOne()
    {
        var settled = await _world.RegisterAsync();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/other");

        var patch = Statuses.StatusDraft.InDoubt(_world.Api, StatusProof.Of(_world.Api, _world.Entries), _world.Time);

        var (patched, _) = _world.Cluster.Patch(_world.Api, new JsonObject { ["status"] = patch });
        AssertObserves(patched, settled.Generation);
        Assert.Equal(2, patched.Generation);
    }

    private ConvergenceGap? Gap() => Convergence.Gap(_world.Api, _world.Entries, implementationReady: false, "10.0.0.1");

    private static void AssertObserves(ExposedApi api, long generation)
    {
        Assert.Equal(generation, api.Status.ObservedGeneration);
        Assert.Equal(
            [ConditionTypes.Registered, ConditionTypes.ImplementationReady, ConditionTypes.ComponentNotified, ConditionTypes.Ready],
            api.Status.Conditions.Where(condition => condition.ObservedGeneration == generation).Select(condition => condition.Type));
    }
}
