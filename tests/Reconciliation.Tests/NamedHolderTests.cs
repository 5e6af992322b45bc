using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>An API that holds a path, and whose message names an elder that holds it as well.</summary>
public sealed class NamedHolderTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ItGivesThePathUp(bool isShared)
    {
        var pair = await Pair.BothHoldAsync(isShared);

        await pair.World.Worker.HandleAsync(pair.Naming(holder: pair.Elder.Key));

        Assert.Equal(["remove /orders/v4"], pair.World.Apig.Calls);
        pair.AssertWaits();
        Assert.Equal(Pair.Path, pair.World.Apig.Find(pair.World.Entries.Of(pair.Elder.Key).Name)?.Path);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnElderThatOnlyClaimsThePathDoesNotTakeIt(bool isShared)
    {
        var pair = await Pair.ApartAsync(isShared);
        pair.Move("elder", Pair.Path);

        await AssertKeptAsync(pair, pair.Naming(blocker: pair.Elder.Key, holder: pair.Elder.Key));
    }

    [Fact]
    public async Task AnElderWhoseRecordIsNotItsOwnDoesNotTakeIt()
    {
        var pair = await Pair.BothHoldAsync();
        pair.World.Cluster.Change("elder", json => json["status"]!["apiBridge"]!["uid"] = "somebody-else");

        await AssertKeptAsync(pair, pair.Naming(holder: pair.Elder.Key));
    }

    [Theory]
    [InlineData("is gone")]
    [InlineData("was replaced by a namesake")]
    [InlineData("is younger")]
    [InlineData("is being deleted")]
    public async Task AnElderThatHoldsItNoMoreDoesNotTakeIt(string change)
    {
        var pair = await Pair.BothHoldAsync();
        var message = pair.Naming(holder: pair.Elder.Key);
        if (change is "is gone" or "was replaced by a namesake")
        {
            pair.World.Cluster.Change("elder", json => json["metadata"]!["finalizers"]!.AsArray().Clear());
        }

        await ElderChange.HappenAsync(change, pair);

        await AssertKeptAsync(pair, message);
    }

    [Fact]
    public async Task AnElderOutOfScopeDoesNotTakeIt()
    {
        var pair = await Pair.BothHoldAsync(isShared: true);
        pair.World.Scope.Namespaces = "shop";
        pair.World.Restart(pair.World.Gateway);

        await AssertKeptAsync(pair, pair.Naming(holder: pair.Elder.Key));
    }

    [Fact]
    public async Task AWrongSpecGivesThePathUpToo()
    {
        var pair = await Pair.BothHoldAsync();
        pair.Move("orders", "wrong");

        await pair.World.Worker.HandleAsync(pair.Naming(holder: pair.Elder.Key));

        Assert.Equal(["remove /orders/v4"], pair.World.Apig.Calls);
        Assert.Null(pair.Younger.Status.Registration);
    }

    [Fact]
    public async Task WhoMovesToAFreePathGivesTheOldOneUpFirst()
    {
        var pair = await MovingAsync();

        await pair.World.Worker.HandleAsync(pair.Naming(holder: pair.Elder.Key));

        Assert.Equal(["remove /orders/v4", "create /new"], pair.World.Apig.Calls);
        Assert.Equal(("/new", ConditionReasons.Accepted), (pair.Younger.Status.Registration?.Path, pair.YoungerReason));
        Assert.Null(pair.Younger.Status.YieldsTo);
    }

    [Fact]
    public async Task WhoMovesToABlockedPathGivesTheOldOneUpFirst()
    {
        var pair = await MovingAsync();
        var other = pair.World.Create("another", Pair.At("/new"));
        pair.World.Cluster.Change("another", json => json["metadata"]!["creationTimestamp"] = "2025-01-01T00:00:00Z");

        await pair.World.Worker.HandleAsync(pair.Naming(blocker: other.Key, holder: pair.Elder.Key));

        AssertGaveUp(pair, ConditionReasons.PathConflict, "remove /orders/v4");
        Assert.Equal(other.Key, pair.Younger.Status.YieldsTo);
    }

    [Fact]
    public async Task WhoMovesToARefusedPathGivesTheOldOneUpFirst()
    {
        var pair = await MovingAsync();
        pair.World.Apig.Refuses = (_, registration) => registration.Path == "/new" ? "no" : null;

        await pair.World.Worker.HandleAsync(pair.Naming(holder: pair.Elder.Key));

        AssertGaveUp(pair, ConditionReasons.GatewayRefused, "remove /orders/v4", "create /new");
    }

    [Fact]
    public async Task WhoMovesAndFindsNoHolderKeepsTheOldPathUntilTheNewOneIsFree()
    {
        var pair = await Pair.ApartAsync();
        pair.Move("elder", "/new");
        pair.Move("orders", "/new");

        await pair.World.Worker.HandleAsync(pair.Naming(blocker: new("shop", "gone", "uid-9"), holder: pair.Elder.Key));

        Assert.Empty(pair.World.Apig.Calls);
        Assert.Equal(Pair.Path, pair.Younger.Status.Registration?.Path);
    }

    /// <summary>Of two workers one then conflicts: the other may have created the entry anew meanwhile, and record that it is there.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhoGivesUpAndThenIsUndecidedWritesThatItsEntryIsInDoubt(bool wasInDoubt)
    {
        var pair = await MovingAsync();
        if (wasInDoubt)
        {
            pair.World.Cluster.Change("orders", json => json["status"]!["apiBridge"]!["unansweredAt"] = "2025-12-31T00:00:00Z");
        }

        var before = pair.Younger.ResourceVersion;
        await pair.World.Worker.HandleAsync(pair.Naming(blocker: new("shop", "gone", "uid-9"), holder: pair.Elder.Key));

        Assert.Equal(["remove /orders/v4"], pair.World.Apig.Calls);
        Assert.NotEqual(before, pair.Younger.ResourceVersion);
        Assert.Equal(pair.World.Time.GetUtcNow(), pair.Younger.Status.UnansweredAt);
    }

    [Fact]
    public async Task WhatTheGatewayDoesNotLetGoOfStaysOnRecord()
    {
        var pair = await Pair.BothHoldAsync();
        pair.World.Apig.Refuses = (operation, _) => operation == "remove" ? "locked" : null;

        await pair.World.Worker.HandleAsync(pair.Naming(holder: pair.Elder.Key));

        Assert.Equal(ConditionReasons.RemovalFailed, pair.YoungerReason);
        Assert.Equal(Pair.Path, pair.Younger.Status.Registration?.Path);
        Assert.Equal(pair.Elder.Key, pair.Younger.Status.YieldsTo);
    }

    // Both hold the path, and the younger one asks for another.
    private static async Task<Pair> MovingAsync()
    {
        var pair = await Pair.BothHoldAsync();
        pair.Move("orders", "/new");
        return pair;
    }

    private static void AssertGaveUp(Pair pair, string reason, params string[] calls)
    {
        Assert.Equal(calls, pair.World.Apig.Calls);
        Assert.Equal(reason, pair.YoungerReason);
        Assert.Null(pair.Younger.Status.Registration);
        Assert.Null(pair.YoungerEntry);
        Assert.Null(pair.World.Component.Entries[pair.Younger.Key.Uid].Url);
    }

    private static async Task AssertKeptAsync(Pair pair, ApiEvent message)
    {
        var before = pair.Younger.ResourceVersion;

        await pair.World.Worker.HandleAsync(message);

        Assert.Empty(pair.World.Apig.Calls);
        Assert.Equal(before, pair.Younger.ResourceVersion);
        Assert.Equal((Pair.Path, ConditionReasons.Accepted), (pair.Younger.Status.Registration?.Path, pair.YoungerReason));
    }
}
