using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>Entries are named by another template than before.</summary>
public sealed class FormerNameTests
{
    public static TheoryData<bool> Stamps => [true, false];

    [Theory]
    [MemberData(nameof(Stamps))]
    public async Task TheFormerEntryGoesAfterTheNewOneIsThere(bool isStamped)
    {
        var world = await RenamedWorld.CreateAsync(isStamped);
        var whenItWent = Enumerable.Empty<string>();
        world.Worker.Steps.Once("remove", () => whenItWent = [.. world.Apig.Entries]);

        await world.HandleAsync(world.Api, EventReason.Listed);

        Assert.Equal(["orders at /orders/v4", "shop.orders at /orders/v4"], whenItWent);
        Assert.Equal(["shop.orders at /orders/v4"], world.Apig.Entries);
        RenamedWorld.AssertConverged(world);
        await AssertNothingIsLeftToDoAsync(world);
    }

    [Fact]
    public async Task ThePathMayChangeWithTheName()
    {
        var world = await RenamedWorld.CreateAsync();
        world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");

        await world.HandleAsync(world.Api);

        Assert.Equal(["shop.orders at /orders/v5"], world.Apig.Entries);
        RenamedWorld.AssertConverged(world);
    }

    [Fact]
    public async Task ANameThatWasNeverGivenTellsNothing()
    {
        var world = await RenamedWorld.CreateAsync(after: RenamedWorld.After with { FormerEntryNames = "" });

        await world.HandleAsync(world.Api);

        Assert.Equal(["orders at /orders/v4", "shop.orders at /orders/v4"], world.Apig.Entries);
        RenamedWorld.AssertConverged(world);
    }

    [Fact]
    public async Task EveryFormerTemplateCounts()
    {
        var world = new World { Gateway = RenamedWorld.Before with { EntryName = "old-{name}" } };
        await world.RegisterAsync();
        world.Restart(RenamedWorld.After with { FormerEntryNames = "{name}, old-{name}" });

        await world.HandleAsync(world.Api);

        Assert.Equal(["shop.orders at /orders/v4"], world.Apig.Entries);
    }

    /// <summary>shop/"mall.orders" had an entry of that name, which is the one of mall/orders now.</summary>
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public async Task AFormerNameThatIsAnothersNowIsNeverUsed(bool isStamped, bool isDeleted)
    {
        var world = await RenamedWorld.CreateAsync(isStamped, "mall.orders");
        await world.RegisterAsync(ns: "mall", spec: World.Spec.Replace("/orders/v4", "/mall", StringComparison.Ordinal));
        if (isDeleted)
        {
            world.Cluster.Delete("mall.orders");
        }

        await world.HandleAsync(world.Cluster.Get("mall.orders"));
        await world.SettleAsync();

        Assert.Equal(
            isDeleted ? ["mall.orders at /mall"] : ["mall.orders at /mall", "shop.mall.orders at /orders/v4"],
            world.Apig.Entries);
    }

    [Theory]
    [InlineData(GatewayFault.BeforeEffect)]
    [InlineData(GatewayFault.AfterEffect)]
    [InlineData(GatewayFault.CircuitOpen)]
    public async Task AFormerEntryThatCantBeRemovedYetIsRememberedAndRemovedLater(object fault)
    {
        var world = await RenamedWorld.CreateAsync();
        world.Apig.Faults = operation => operation == "remove" ? (GatewayFault)fault : GatewayFault.None;

        await world.HandleAsync(world.Api);

        Assert.Equal("orders", Assert.Single(world.Api.Status.Leftovers).Registration.Name);
        Assert.Equal("shop.orders", world.Api.Status.Registration!.Name);
        world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
        Assert.NotNull(Convergence.Gap(world.Api, world.Entries, implementationReady: false, "10.0.0.1"));

        world.Apig.Faults = null;
        await world.HandleAsync(world.Api, EventReason.Resync);
        Assert.Equal(["shop.orders at /orders/v4"], world.Apig.Entries);
        RenamedWorld.AssertConverged(world);
        await AssertNothingIsLeftToDoAsync(world);
    }

    [Theory]
    [InlineData(GatewayFault.BeforeEffect)]
    [InlineData(GatewayFault.CircuitOpen)]
    public async Task AGatewayThatIsAwayWhenTheNameChangesIsComeBackTo(object fault)
    {
        var world = await RenamedWorld.CreateAsync();
        world.Apig.Faults = _ => (GatewayFault)fault;
        await world.HandleAsync(world.Api);
        world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.GatewayUnavailable);
        Assert.Equal(["orders at /orders/v4"], world.Apig.Entries);

        world.Apig.Faults = null;
        await world.SettleAsync();

        Assert.Equal(["shop.orders at /orders/v4"], world.Apig.Entries);
        RenamedWorld.AssertConverged(world);
    }

    [Fact]
    public async Task AFormerEntryThatAGatewayRefusesToRemoveIsToldOnceAndNotAskedAgain()
    {
        var world = await RenamedWorld.CreateAsync();
        world.Apig.Refuses = (operation, registration) => operation == "remove" && registration.Name == "orders" ? "locked" : null;

        await world.HandleAsync(world.Api);

        Assert.Equal((ConditionReasons.RemovalRefused, true), Told(world));
        Assert.Contains("4711: locked", MessageOf(world), StringComparison.Ordinal);
        world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
        await AssertNothingIsLeftToDoAsync(world);
        Assert.Contains("4711: locked", MessageOf(world), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AGatewayWithACodeForAbsenceIsAskedUntilItLetsGoOfTheFormerEntry()
    {
        var world = await RenamedWorld.CreateAsync(client: new() { NotRegisteredCodes = "4712" });
        world.Apig.Refuses = (operation, registration) => operation == "remove" && registration.Name == "orders" ? "locked" : null;
        await world.HandleAsync(world.Api);
        Assert.Equal((ConditionReasons.RemovalRefused, true), Told(world));
        Assert.Equal(ConvergenceGap.NotRegistered, Convergence.Gap(world.Api, world.Entries, implementationReady: false, "10.0.0.1"));

        world.Apig.Refuses = null;
        await world.HandleAsync(world.Api, EventReason.Resync);

        Assert.Equal(["shop.orders at /orders/v4"], world.Apig.Entries);
        RenamedWorld.AssertConverged(world);
        Assert.DoesNotContain("locked", MessageOf(world), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Stamps))]
    public async Task AnApiThatCantBeRegisteredKeepsItsFormerEntryAndIsSettledOnce(bool isStamped)
    {
        var world = await RenamedWorld.CreateAsync(isStamped);
        world.Cluster.ChangeSpec("orders", spec => spec["path"] = "orders");

        await world.HandleAsync(world.Api);

        world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.SpecInvalid);
        Assert.Equal(["orders at /orders/v4"], world.Apig.Entries);
        await AssertNothingIsLeftToDoAsync(world);
    }

    [Fact]
    public async Task AnApiThatTheGatewayRefusesUnderItsNewNameIsSettledOnce()
    {
        var world = await RenamedWorld.CreateAsync();
        world.Apig.Refuses = (operation, _) => operation == "create" ? "no" : null;
        await world.HandleAsync(world.Api);
        var (calls, writes) = (world.Apig.Calls.Count, world.Writes);

        await world.HandleAsync(world.Api, EventReason.Resync);

        Assert.Equal(["create /orders/v4"], world.Apig.Calls.Skip(calls));
        Assert.Equal(writes, world.Writes);
        Assert.Equal(["orders at /orders/v4"], world.Apig.Entries);
    }

    [Fact]
    public async Task ADeletionOfWhatIsSettledUnderItsNewNameTakesTheFormerEntryAlone()
    {
        var world = await RenamedWorld.CreateAsync();
        world.Cluster.ChangeSpec("orders", spec => spec["path"] = "orders");
        await world.HandleAsync(world.Api);
        var calls = world.Apig.Calls.Count;
        world.Cluster.Delete("orders");

        await world.HandleAsync(world.Api);

        Assert.Equal(["remove /orders/v4"], world.Apig.Calls.Skip(calls));
        Assert.Empty(world.Apig.Entries);
        Assert.Empty(world.Cluster.All);
    }

    [Fact]
    public async Task ANameThatIsTheApisOwnAgainProvesWhatItProvedBefore()
    {
        var world = await RenamedWorld.CreateAsync();
        world.Cluster.ChangeSpec("orders", spec => spec["path"] = "orders");
        await world.HandleAsync(world.Api);
        world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v4");
        world.Restart(RenamedWorld.Before);

        await world.HandleAsync(world.Api);

        Assert.Equal(["orders at /orders/v4"], world.Apig.Entries);
        RenamedWorld.AssertConverged(world);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AFormerEntryThatWasNotRemovedBeforeItIsTheApisOwnAgainIsNotForgotten(bool isDeleted)
    {
        var world = await RenamedWorld.CreateAsync();
        await world.RegisterAsync("elder", World.Spec.Replace("/orders/v4", "/taken", StringComparison.Ordinal));
        world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/taken");
        var removals = 0;
        world.Apig.Faults = operation => operation == "remove" && ++removals > 1 ? GatewayFault.BeforeEffect : GatewayFault.None;
        await world.HandleAsync(world.Api);
        world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.PathConflict);
        Assert.Equal("orders", Assert.Single(world.Api.Status.Leftovers).Registration.Name);
        world.Apig.Faults = null;
        world.Restart(RenamedWorld.Before);
        if (isDeleted)
        {
            world.Cluster.Delete("orders");
        }

        await world.HandleAsync(world.Api, EventReason.Resync);

        Assert.Equal(["shop.elder at /taken"], world.Apig.Entries);
        Assert.Equal(isDeleted, world.Cluster.Find("shop", "orders") is null);
    }

    private static async Task AssertNothingIsLeftToDoAsync(World world)
    {
        var (calls, writes) = (world.Apig.Calls.Count, world.Writes);
        await world.HandleAsync(world.Api);
        Assert.Equal((calls, writes), (world.Apig.Calls.Count, world.Writes));
    }

    private static string MessageOf(World world) => world.Api.Status.Condition(ConditionTypes.Registered)!.Message;

    private static (string Reason, bool InCondition) Told(World world)
    {
        var (_, reason, message) = Assert.Single(world.Worker.Store.Warnings);
        return (reason, MessageOf(world).EndsWith(message, StringComparison.Ordinal));
    }
}
