using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>An API whose message names an elder that blocks the path it asks for.</summary>
public sealed class NamedBlockerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ItWaitsForAnElderThatOnlyClaimsThePath(bool isShared)
    {
        var pair = Pair.Create(isShared);

        await pair.World.Worker.HandleAsync(pair.Naming(blocker: pair.Elder.Key));

        pair.AssertWaits();
        Assert.DoesNotContain(pair.World.Apig.Calls, call => call.StartsWith("create", StringComparison.Ordinal));
        var condition = pair.Younger.Status.Condition(ConditionTypes.Registered);
        Assert.Contains($"{pair.ElderNamespace}/elder", condition!.Message, StringComparison.Ordinal);
        Assert.True(pair.Younger.Status.IsOwn);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ItWaitsForAnElderThatHoldsThePathInWhicheverRoleItIsNamed(bool asHolder)
    {
        var pair = Pair.Create();
        await pair.World.HandleAsync(pair.Elder);

        await pair.World.Worker.HandleAsync(asHolder ? pair.Naming(holder: pair.Elder.Key) : pair.Naming(blocker: pair.Elder.Key));

        pair.AssertWaits();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatItHasUnderAnotherPathIsRemovedFirst(bool isShared)
    {
        var pair = await Pair.ApartAsync(isShared, "/old");
        Assert.NotNull(pair.World.Component.Entries[pair.Younger.Key.Uid].Url);
        pair.Move("elder", Pair.Path);
        pair.Move("orders", Pair.Path);

        await pair.World.Worker.HandleAsync(pair.Naming(blocker: pair.Elder.Key));

        Assert.Equal(["remove /old"], pair.World.Apig.Calls);
        pair.AssertWaits();
    }

    [Fact]
    public async Task WhatItMayHaveIsSettledByACreationAndARemoval()
    {
        var pair = await Pair.ApartAsync(youngerPath: "/old");
        pair.Move("elder", Pair.Path);
        pair.Move("orders", Pair.Path);
        pair.World.Apig.Clear();
        pair.World.Apig.RefuseToRemoveTheUnknown();

        await pair.World.Worker.HandleAsync(pair.Naming(blocker: pair.Elder.Key), dequeueCount: 2);

        Assert.Equal(["remove /old", "create /old", "remove /old"], pair.World.Apig.Calls);
        pair.AssertWaits();
    }

    [Fact]
    public async Task WhatTheGatewayDoesNotLetGoOfStaysOnRecord()
    {
        var pair = await Pair.ApartAsync(youngerPath: "/old");
        pair.Move("elder", Pair.Path);
        pair.Move("orders", Pair.Path);
        pair.World.Apig.Refuses = (operation, _) => operation == "remove" ? "locked" : null;

        await pair.World.Worker.HandleAsync(pair.Naming(blocker: pair.Elder.Key));

        Assert.Equal(ConditionReasons.RemovalFailed, pair.YoungerReason);
        Assert.Equal("/old", pair.Younger.Status.Registration?.Path);
        Assert.Equal(pair.Elder.Key, pair.Younger.Status.YieldsTo);
        Assert.NotNull(pair.Younger.Status.UnansweredAt);
        Assert.Equal((null, null), Assert.Single(pair.World.Retries).Event is var next ? (next.Blocker, next.Holder) : default);
    }

    [Fact]
    public async Task OfTwoThatAreNamedTheOneThatBlocksCounts()
    {
        var pair = Pair.Create();
        await pair.World.HandleAsync(pair.Elder);

        await pair.World.Worker.HandleAsync(pair.Naming(blocker: new("shop", "gone", "uid-9"), holder: pair.Elder.Key));

        pair.AssertWaits();
    }

    [Fact]
    public async Task TheSameMessageAgainCostsNoCallNoWriteAndNoEvent()
    {
        var pair = await Pair.WaitingAsync();
        var writes = pair.World.Writes;

        await pair.World.Worker.HandleAsync(pair.Naming(blocker: pair.Elder.Key));

        Assert.Empty(pair.World.Apig.Calls);
        Assert.Equal(writes, pair.World.Writes);
        Assert.Single(pair.World.Worker.Store.Warnings, warning => warning.Reason == ConditionReasons.PathConflict);
    }

    [Fact]
    public async Task ItSaysForWhomItWaitsWhenThatIsAnother()
    {
        var pair = await Pair.WaitingAsync();
        var other = pair.World.Create("another");
        pair.World.Cluster.Change("another", json => json["metadata"]!["creationTimestamp"] = "2025-01-01T00:00:00Z");

        await pair.World.Worker.HandleAsync(pair.Naming(blocker: other.Key));

        Assert.Equal(other.Key, pair.Younger.Status.YieldsTo);
        Assert.Equal(ConditionReasons.PathConflict, pair.YoungerReason);
    }

    [Fact]
    public async Task NobodyIsInItsOwnWay()
    {
        var pair = Pair.Create(elderPath: "/elsewhere");

        await pair.World.Worker.HandleAsync(pair.Naming(blocker: pair.Younger.Key));

        Assert.Null(pair.YoungerEntry);
        Assert.Equal(["shop/orders"], pair.World.Worker.Store.Reads);
    }
}
