using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.TestServers;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>Statuses that were copied with their objects, or restored from a backup: they say nothing of the object that has them now.</summary>
public sealed class CopiedStatusTests
{
    private readonly World _world = new();

    [Theory]
    [InlineData(EventReason.Changed)]
    [InlineData(EventReason.Listed)]
    [InlineData(EventReason.Resync)]
    [InlineData(EventReason.Retry)]
    [InlineData(EventReason.Readiness)]
    public async Task ACopyUnderAnotherNameAndPathIsRegisteredAsNewAndTheOriginalStays(EventReason reason)
    {
        var original = await _world.RegisterAsync();
        var copy = Copy(original, "returns", "/returns");

        await _world.HandleAsync(copy, reason);

        Assert.Equal(["orders at /orders/v4", "returns at /returns"], _world.Apig.Entries);
        Assert.Equal(["create /orders/v4", "create /returns"], _world.Apig.Calls);
        AssertConverged("returns");
        Assert.Equal("http://10.0.0.1/returns", _world.Cluster.Get("returns").Status.Url);
        Assert.Equal("returns", _world.Cluster.Get("returns").Status.Json.Child("apiStatus").Text("name"));
        AssertConverged("orders");
    }

    [Fact]
    public async Task ACopyUnderThePathOfTheOriginalWaitsAndShowsNothingOfIt()
    {
        var original = await _world.RegisterAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        var copy = Copy(original, "returns", "/orders/v4");

        await _world.HandleAsync(copy);

        Assert.Equal(["orders at /orders/v4"], _world.Apig.Entries);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.PathConflict, "returns");
        var status = _world.Cluster.Get("returns").Status;
        Assert.Null(status.Registration);
        Assert.Empty(status.Url);
        Assert.False(status.Ready);
    }

    [Theory]
    [InlineData("\"returns\"")]
    [InlineData("\"/operator/x\"")]
    public async Task ACopyWithASpecThatCantBeRegisteredShowsNothingOfTheOriginal(string path)
    {
        var original = await _world.RegisterAsync();
        _world.Apig.RefuseToRemoveTheUnknown();
        var copy = Copy(original, "returns", (string)JsonNode.Parse(path)!);

        await _world.HandleAsync(copy);

        Assert.Equal(["orders at /orders/v4"], _world.Apig.Entries);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.SpecInvalid, "returns");
        Assert.Null(_world.Cluster.Get("returns").Status.Registration);
        Assert.Empty(_world.Cluster.Get("returns").Status.Url);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheDeletionOfACopyLeavesTheOriginal(bool isRegisteredBefore)
    {
        var original = await _world.RegisterAsync();
        var copy = Copy(original, "returns", "/returns");
        if (isRegisteredBefore)
        {
            await _world.HandleAsync(copy);
        }

        _world.Apig.RefuseToRemoveTheUnknown();
        _world.Cluster.Delete("returns");
        await _world.HandleAsync(_world.Cluster.Get("returns"));
        await _world.SettleAsync();

        Assert.Equal(["orders at /orders/v4"], _world.Apig.Entries);
        Assert.Equal("orders", Assert.Single(_world.Cluster.All).Key.Name);
        AssertConverged("orders");
    }

    [Fact]
    public async Task ACopyThatIsGoneByForceLeavesTheOriginal()
    {
        var original = await _world.RegisterAsync();
        var copy = Copy(original, "returns", "/returns");
        _world.Cluster.Strip("returns");

        await _world.HandleAsync(copy, EventReason.Deleted);
        await _world.SettleAsync();

        Assert.Equal(["orders at /orders/v4"], _world.Apig.Entries);
    }

    [Fact]
    public async Task ACopyOfACopyIsNoOneElsesEither()
    {
        var original = await _world.RegisterAsync();
        var copy = Copy(original, "returns", "/returns");
        await _world.HandleAsync(copy);
        var second = Copy(_world.Cluster.Get("returns"), "refunds", "/refunds");
        await _world.HandleAsync(second);

        Assert.Equal(["orders at /orders/v4", "refunds at /refunds", "returns at /returns"], _world.Apig.Entries);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatIsExportedDeletedAndCreatedAgainIsRegisteredAnew(bool isForced)
    {
        var exported = await _world.RegisterAsync();
        _world.Cluster.Delete("orders");
        await (isForced ? Task.CompletedTask : _world.HandleAsync(_world.Api));
        if (isForced)
        {
            _world.Cluster.Strip("orders");
            _world.Apig.Clear();
        }

        Assert.Empty(_world.Apig.Entries);
        var again = Copy(exported, "orders", "/orders/v4");
        await _world.HandleAsync(again, EventReason.Listed);

        Assert.NotEqual(exported.Key.Uid, _world.Api.Key.Uid);
        Assert.Equal(["orders at /orders/v4"], _world.Apig.Entries);
        AssertConverged("orders");
    }

    [Fact]
    public async Task WhatIsCreatedAgainAndDeletedBeforeItIsLookedAtLeavesNothing()
    {
        var exported = await _world.RegisterAsync();
        _world.Cluster.Strip("orders");
        Copy(exported, "orders", "/orders/v4");
        _world.Cluster.Delete("orders");

        await _world.HandleAsync(_world.Api);

        Assert.Empty(_world.Apig.Entries);
        Assert.Empty(_world.Cluster.All);
    }

    [Fact]
    public async Task ACopyInAnotherNamespaceIsRegisteredOnThatOnesGateway()
    {
        var mall = new FakeGateway();
        var world = new World { OtherGateways = { ["apig-operator-uportal.mall:8080"] = mall } };
        var original = await world.RegisterAsync();
        var copy = world.Cluster.Create("orders", World.Spec, "mall", original.Status.Json.GetRawText(), ExposedApi.Finalizer);

        await world.HandleAsync(copy);

        Assert.Equal(["orders at /orders/v4"], mall.Entries);
        Assert.Equal(["create /orders/v4"], mall.Calls);
        Assert.Equal(["create /orders/v4"], world.Apig.Calls);
        Assert.Empty(world.Cluster.Get("orders", "mall").Status.Leftovers);
    }

    [Fact]
    public async Task ACopyInAnotherNamespaceOfASharedGatewayLeavesTheOriginalWhenItGoes()
    {
        var world = new World { Gateway = new() { Endpoint = "gateway:8080", EntryName = TestEntries.SharedName } };
        var original = await world.RegisterAsync();
        var spec = JsonNode.Parse(World.Spec)!;
        spec["path"] = "/mall";
        var copy = world.Cluster.Create("orders", spec.ToJsonString(), "mall", original.Status.Json.GetRawText(), ExposedApi.Finalizer);
        await world.HandleAsync(copy);
        Assert.Equal(["mall.orders at /mall", "shop.orders at /orders/v4"], world.Apig.Entries);

        world.Cluster.Delete("orders", "mall");
        await world.HandleAsync(world.Cluster.Get("orders", "mall"));

        Assert.Equal(["shop.orders at /orders/v4"], world.Apig.Entries);
    }

    private ExposedApi Copy(ExposedApi original, string name, string path)
    {
        var spec = JsonNode.Parse(World.Spec)!;
        spec["path"] = path;
        var copy = _world.Cluster.Create(name, spec.ToJsonString(), status: original.Status.Json.GetRawText(), finalizers: ExposedApi.Finalizer);
        _world.Component.Entries[copy.Key.Uid] = new();
        return copy;
    }

    private void AssertConverged(string name) =>
        Assert.Null(Convergence.Gap(_world.Cluster.Get(name), _world.Entries, implementationReady: false, "10.0.0.1"));
}
