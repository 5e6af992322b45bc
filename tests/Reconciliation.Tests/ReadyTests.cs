using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>The one condition that tools wait for. That it agrees with the others in every write is held by <see cref="FakeCluster"/>.</summary>
public sealed class ReadyTests
{
    private readonly World _world = new();

    [Fact]
    public async Task AnApiIsReadyOnceItIsRegisteredAndItsEndpointIs()
    {
        await _world.RegisterAsync();
        _world.AssertCondition(ConditionTypes.Ready, ConditionStatus.False, ConditionReasons.NoReadyEndpoint);
        var since = Ready.LastTransitionTime;

        _world.Time.Advance(TimeSpan.FromMinutes(1));
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");
        await _world.HandleAsync(_world.Api);
        Assert.Equal(since, Ready.LastTransitionTime);

        _world.Network.ReadyServices.Add("orders");
        await _world.HandleAsync(_world.Api, EventReason.Readiness);
        _world.AssertCondition(ConditionTypes.Ready, ConditionStatus.True, ConditionReasons.RegisteredAndReady);
        Assert.Equal(since + TimeSpan.FromMinutes(1), Ready.LastTransitionTime);
    }

    [Fact]
    public async Task AnApiWithoutAUrlIsReadyAllTheSameAndSaysSo()
    {
        _world.Network.Addresses.Clear();
        _world.Network.ReadyServices.Add("orders");

        await _world.RegisterAsync();

        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.AddressPending);
        _world.AssertCondition(ConditionTypes.Ready, ConditionStatus.True, ConditionReasons.RegisteredAndReady);
        Assert.EndsWith("there is no URL yet", Ready.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatTheGatewayRefusesIsNotReadyInItsWords()
    {
        _world.Network.ReadyServices.Add("orders");
        _world.Apig.Refuses = (operation, _) => operation == "create" ? "path is reserved" : null;

        await _world.RegisterAsync();

        _world.AssertCondition(ConditionTypes.Ready, ConditionStatus.False, ConditionReasons.GatewayRefused);
        Assert.StartsWith("not registered: ", Ready.Message, StringComparison.Ordinal);
        Assert.Contains("path is reserved", Ready.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatWaitsForAnElderIsNotReady()
    {
        _world.Network.ReadyServices.Add("orders");
        await _world.RegisterAsync("older");
        _world.Time.Advance(TimeSpan.FromMinutes(1));

        await _world.RegisterAsync();

        _world.AssertCondition(ConditionTypes.Ready, ConditionStatus.False, ConditionReasons.PathConflict);
    }

    [Fact]
    public async Task WhatIsReleasedAndHeldByOthersIsNotReady()
    {
        _world.Network.ReadyServices.Add("orders");
        await _world.RegisterAsync();
        _world.Cluster.Change("orders", json => json["metadata"]!["finalizers"]!.AsArray().Add("others"));
        _world.Cluster.Delete("orders");

        await _world.HandleAsync(_world.Api);

        _world.AssertCondition(ConditionTypes.Ready, ConditionStatus.False, ConditionReasons.Removed);
    }

    [Fact]
    public async Task AStatusOfTheVersionBeforeCostsOneWriteAndNoCallOnce()
    {
        _world.Network.ReadyServices.Add("orders");
        await _world.RegisterAsync();
        TakeOutReady("orders");
        Assert.Equal(ConvergenceGap.ConditionsOutdated, Gap());
        var (writes, calls) = (_world.Writes, _world.Apig.Calls.Count);

        await _world.HandleAsync(_world.Api, EventReason.Listed);
        await _world.HandleAsync(_world.Api, EventReason.Listed);

        Assert.Equal((1, 0), (_world.Writes - writes, _world.Apig.Calls.Count - calls));
        Assert.Null(Gap());
    }

    [Fact]
    public async Task WhatWaitedUnderTheVersionBeforeWaitsOnAndSaysItIsNotReady()
    {
        await _world.RegisterAsync("older");
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await _world.RegisterAsync();
        TakeOutReady("orders");
        Assert.Equal(ConvergenceGap.ConditionsOutdated, Convergence.StatusGap(_world.Api));
        var (writes, calls) = (_world.Writes, _world.Apig.Calls.Count);

        await _world.HandleAsync(_world.Api, EventReason.Listed);

        Assert.Equal((1, 0), (_world.Writes - writes, _world.Apig.Calls.Count - calls));
        _world.AssertCondition(ConditionTypes.Ready, ConditionStatus.False, ConditionReasons.PathConflict);
        Assert.Null(Convergence.StatusGap(_world.Api));
    }

    [Fact]
    public async Task AReadyThatWasCopiedFromAnotherApiIsNotBelieved()
    {
        _world.Network.ReadyServices.Add("orders");
        var original = await _world.RegisterAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(5));
        _world.Network.ReadyServices.Remove("orders");
        var spec = JsonNode.Parse(World.Spec)!;
        spec["path"] = "/returns";
        var copy = _world.Cluster.Create("returns", spec.ToJsonString(), status: original.Status.Json.GetRawText());

        await _world.HandleAsync(copy);

        _world.AssertCondition(ConditionTypes.Ready, ConditionStatus.False, ConditionReasons.NoReadyEndpoint, "returns");
        Assert.Single(_world.Cluster.Get("returns").Status.Conditions, condition => condition.Type == ConditionTypes.Ready);
    }

    private Condition Ready => _world.Api.Status.Condition(ConditionTypes.Ready)!;

    private ConvergenceGap? Gap() => Convergence.Gap(_world.Api, _world.Entries, implementationReady: true, "10.0.0.1");

    private void TakeOutReady(string name) => _world.Cluster.Change(
        name, json => json["status"]!["conditions"]!.AsArray().RemoveAll(item => item!["type"]!.ToString() == ConditionTypes.Ready));
}
