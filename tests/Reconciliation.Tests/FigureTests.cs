using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>What work costs: calls to the gateway, and writes of the object, the Component's apart.</summary>
public sealed class FigureTests
{
    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 3)]
    public async Task ANewApiTakesOneCallAndTwoWritesAndAThirdWhereStatusIsASubresource(bool hasStatus, int writes)
    {
        var world = new World { HasStatus = hasStatus };

        await world.RegisterAsync();

        Assert.Equal(["create /orders/v4"], world.Apig.Calls);
        Assert.Equal(writes, world.Worker.Store.Writes);
    }

    [Theory]
    [InlineData(false, "port", "9090")]
    [InlineData(true, "port", "9090")]
    [InlineData(false, "implementation", "\"others\"")]
    [InlineData(false, "specification", "{\"url\":\"https://x/z.json\"}")]
    [InlineData(false, "specification", "null")]
    public async Task AChangeUnderTheSamePathTakesOneCallAndOneWrite(bool hasStatus, string field, string value)
    {
        var (world, writes) = await RegisteredAsync(hasStatus);
        world.Cluster.ChangeSpec("orders", spec => spec[field] = JsonNode.Parse(value));

        await world.HandleAsync(world.Api);

        Assert.Equal(["create /orders/v4"], world.Apig.Calls.Skip(1));
        Assert.Equal(1, world.Worker.Store.Writes - writes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnotherPathTakesTwoCallsAndOneWrite(bool hasStatus)
    {
        var (world, writes) = await RegisteredAsync(hasStatus);
        world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");

        await world.HandleAsync(world.Api);

        Assert.Equal(["remove /orders/v4", "create /orders/v5"], world.Apig.Calls.Skip(1));
        Assert.Equal(1, world.Worker.Store.Writes - writes);
    }

    [Fact]
    public async Task AChangeThatTheGatewayDoesNotCareAboutTakesNoCallAndOneWrite()
    {
        var (world, writes) = await RegisteredAsync(hasStatus: false);
        world.Cluster.ChangeSpec("orders", spec => spec["quota"] = new JsonObject { ["enabled"] = true });

        await world.HandleAsync(world.Api);

        Assert.Single(world.Apig.Calls);
        Assert.Equal(1, world.Worker.Store.Writes - writes);
    }

    [Fact]
    public async Task ADeletionTakesOneCallAndOneWrite()
    {
        var (world, writes) = await RegisteredAsync(hasStatus: false);
        world.Cluster.Delete("orders");

        await world.HandleAsync(world.Api);

        Assert.Equal(["remove /orders/v4"], world.Apig.Calls.Skip(1));
        Assert.Equal(1, world.Worker.Store.Writes - writes);
        Assert.Empty(world.Cluster.All);
    }

    [Theory]
    [InlineData(false, EventReason.Listed)]
    [InlineData(true, EventReason.Listed)]
    [InlineData(false, EventReason.Retry)]
    [InlineData(false, EventReason.Resync)]
    public async Task WhatAgreesTakesNothing(bool hasStatus, EventReason reason)
    {
        var (world, writes) = await RegisteredAsync(hasStatus);

        await world.HandleAsync(world.Api, reason);

        Assert.Single(world.Apig.Calls);
        Assert.Equal(writes, world.Worker.Store.Writes);
        Assert.Equal(1, world.Component.Writes);
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("/orders/v4")]
    public async Task WhoHasNothingAndStaysWithoutTakesNoCallTheSecondTime(string path)
    {
        var world = new World();
        await world.RegisterAsync("older");
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.RegisterAsync(spec: World.Spec.Replace("/orders/v4", path, StringComparison.Ordinal));
        var (calls, writes) = (world.Apig.Calls.Count, world.Writes);

        await world.HandleAsync(world.Api, EventReason.Resync);

        Assert.Equal((calls, writes), (world.Apig.Calls.Count, world.Writes));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ARetryAfterAPredecessorIsSettledIsAboutTheLivingApiAndTakesNoFurtherCall(bool hasComponentEntry)
    {
        var world = new World();
        var last = await world.RegisterAsync();
        world.Cluster.Strip("orders");
        var living = world.Cluster.Create("orders", World.Spec);
        await world.HandleAsync(last, EventReason.Deleted);
        Assert.Equal(living.Key, Assert.Single(world.Retries).Event.Key);
        Assert.False(world.Retries[0].Event.InDoubt);
        var calls = world.Apig.Calls.Count;
        if (hasComponentEntry)
        {
            world.Component.Entries[living.Key.Uid] = new();
        }

        await world.DeliverRetriesAsync();

        Assert.Equal(calls, world.Apig.Calls.Count);
        Assert.Equal(["orders at /orders/v4"], world.Apig.Entries);
        Assert.Equal(hasComponentEntry, world.Retries.Count == 0);
    }

    [Fact]
    public async Task APredecessorIsRemovedThoughItsNamesakeIsOnItsWayOutAndWasNeverOurs()
    {
        var world = new World();
        var last = await world.RegisterAsync();
        world.Cluster.Strip("orders");
        world.Cluster.Create("orders", World.Spec, finalizers: "others");
        world.Cluster.Delete("orders");

        await world.HandleAsync(last, EventReason.Deleted);
        Assert.Empty(world.Apig.Entries);
        Assert.Empty(world.Retries);
    }

    private static async Task<(World World, int Writes)> RegisteredAsync(bool hasStatus)
    {
        var world = new World { HasStatus = hasStatus };
        await world.RegisterAsync();
        return (world, world.Worker.Store.Writes);
    }
}
