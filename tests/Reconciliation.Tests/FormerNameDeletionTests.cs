using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>What is deleted, or was, had its entry under a former name.</summary>
public sealed class FormerNameDeletionTests
{
    public static TheoryData<bool> Stamps => [true, false];

    [Theory]
    [MemberData(nameof(Stamps))]
    public async Task ADeletionTakesTheFormerEntryToo(bool isStamped)
    {
        var world = await RenamedWorld.CreateAsync(isStamped);
        world.Apig.RefuseToRemoveTheUnknown();
        world.Cluster.Delete("orders");

        await world.HandleAsync(world.Api);

        Assert.Empty(world.Apig.Entries);
        Assert.Empty(world.Cluster.All);
        Assert.Empty(world.Retries);
    }

    [Theory]
    [MemberData(nameof(Stamps))]
    public async Task AForcedDeletionTakesTheFormerEntryToo(bool isStamped)
    {
        var world = await RenamedWorld.CreateAsync(isStamped);
        var last = world.Api;
        world.Cluster.Strip("orders");

        await world.HandleAsync(last, EventReason.Deleted);

        Assert.Empty(world.Apig.Entries);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatAPredecessorHadUnderAFormerNameGoesWhileItsNamesakeLives(bool isAway)
    {
        var world = await RenamedWorld.CreateAsync();
        var last = world.Api;
        world.Cluster.Strip("orders");
        await world.RegisterAsync();
        world.Apig.Faults = _ => isAway ? GatewayFault.BeforeEffect : GatewayFault.None;

        await world.HandleAsync(last, EventReason.Deleted);
        world.Apig.Faults = null;
        await world.SettleAsync();

        Assert.Equal(["shop.orders at /orders/v4"], world.Apig.Entries);
        RenamedWorld.AssertConverged(world);
    }

    [Fact]
    public async Task WhatAPredecessorHadUnderAFormerNameIsNotForgottenWhenItsNamesakeGoesMeanwhile()
    {
        var world = await RenamedWorld.CreateAsync();
        var last = world.Api;
        world.Cluster.Strip("orders");
        world.Create();
        world.Worker.Steps.Once("create done", () =>
        {
            world.Cluster.Strip("orders");
            world.Apig.Faults = _ => GatewayFault.BeforeEffect;
        });

        await world.HandleAsync(last, EventReason.Deleted);
        world.Apig.Faults = null;
        await world.SettleAsync();

        Assert.Empty(world.Apig.Entries);
    }

    [Fact]
    public async Task ADeletedMessageWithANameThatTheKeyDoesNotGiveHitsNobody()
    {
        var world = await RenamedWorld.CreateAsync();
        var admin = world.Apig.Put("admin", "/admin");
        var last = world.Api;
        world.Cluster.Strip("orders");

        await world.Worker.HandleAsync(World.EventOf(last, EventReason.Deleted) with { LastRegistration = admin });

        Assert.Equal(["admin at /admin", "orders at /orders/v4"], world.Apig.Entries);
    }

    [Theory]
    [InlineData("")]
    [InlineData("4712")]
    public async Task ADeletionWhoseFormerEntryIsRefusedWaitsOnlyWhereThatIsNoAbsence(string codes)
    {
        var world = await RenamedWorld.CreateAsync(client: new() { NotRegisteredCodes = codes });
        world.Apig.Refuses = (operation, registration) => operation == "remove" && registration.Name == "orders" ? "locked" : null;
        world.Cluster.Delete("orders");

        await world.HandleAsync(world.Api);
        Assert.Equal(codes.Length > 0, world.Cluster.All.Any());

        world.Apig.Refuses = null;
        await world.SettleAsync();
        Assert.Empty(world.Cluster.All);
        Assert.Equal(codes.Length > 0 ? [] : ["orders at /orders/v4"], world.Apig.Entries);
        Assert.Equal(codes.Length == 0, world.Worker.Store.Warnings.Any(warning => warning.Reason == ConditionReasons.RemovalRefused));
    }

    [Theory]
    [InlineData(GatewayFault.BeforeEffect)]
    [InlineData(GatewayFault.AfterEffect)]
    public async Task ADeletionWaitsForAGatewayThatDoesNotAnswerAboutTheFormerEntry(object fault)
    {
        var world = await RenamedWorld.CreateAsync();
        world.Cluster.Delete("orders");
        var removals = 0;
        world.Apig.Faults = operation => operation == "remove" && ++removals == 2 ? (GatewayFault)fault : GatewayFault.None;

        await world.HandleAsync(world.Api);
        world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.RemovalFailed);
        Assert.Null(world.Api.Status.Registration);
        Assert.Empty(world.Api.Status.Url);

        await world.SettleAsync();
        Assert.Empty(world.Cluster.All);
        Assert.Empty(world.Apig.Entries);
    }
}
