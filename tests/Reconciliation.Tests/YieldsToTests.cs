using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>An API whose status names an elder, and whose message names nobody.</summary>
public sealed class YieldsToTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhoWaitsGoesOnWaitingForAnElderThatBlocks(bool isShared)
    {
        var pair = await Pair.WaitingAsync(isShared);
        var before = pair.Younger.ResourceVersion;

        await pair.World.Worker.HandleAsync(pair.Naming());

        Assert.Empty(pair.World.Apig.Calls);
        Assert.Equal(before, pair.Younger.ResourceVersion);
        pair.AssertWaits();
    }

    [Theory]
    [MemberData(nameof(ElderChange.Names), MemberType = typeof(ElderChange))]
    public async Task WhoWaitsRegistersOnceTheElderDoesNotBlockAnyMore(string change, bool isShared)
    {
        var pair = await Pair.WaitingAsync(isShared);
        await ElderChange.HappenAsync(change, pair);

        await pair.World.Worker.HandleAsync(pair.Naming());

        Assert.Equal(Pair.Path, pair.YoungerEntry?.Path);
        Assert.Equal((ConditionReasons.Accepted, null), (pair.YoungerReason, pair.Younger.Status.YieldsTo));
    }

    [Fact]
    public async Task AnElderOutOfScopeIsNotBelieved()
    {
        var pair = await Pair.WaitingAsync(isShared: true);
        pair.World.Scope.Namespaces = "shop";
        pair.World.Restart(pair.World.Gateway);

        await pair.World.Worker.HandleAsync(pair.Naming());

        Assert.Equal(ConditionReasons.Accepted, pair.YoungerReason);
    }

    [Fact]
    public async Task WhatAnothersStatusSaysIsNotBelieved()
    {
        var pair = await Pair.WaitingAsync();
        pair.World.Cluster.Change("orders", json => json["status"]!["apiBridge"]!["uid"] = "somebody-else");

        await pair.World.Worker.HandleAsync(pair.Naming());

        Assert.Equal(ConditionReasons.Accepted, pair.YoungerReason);
        Assert.Equal(["shop/orders"], pair.World.Worker.Store.Reads[^1..]);
    }

    [Fact]
    public async Task AHolderGivesUpToAnElderThatHolds()
    {
        var pair = await Pair.BothHoldAsync();
        YieldTo(pair, pair.Elder.Key);

        await pair.World.Worker.HandleAsync(pair.Naming());

        Assert.Equal(["remove /orders/v4"], pair.World.Apig.Calls);
        pair.AssertWaits();
    }

    [Fact]
    public async Task AHolderKeepsWhatAnElderOnlyClaims()
    {
        var pair = await Pair.ApartAsync();
        pair.Move("elder", Pair.Path);
        YieldTo(pair, pair.Elder.Key);

        await pair.World.Worker.HandleAsync(pair.Naming());

        Assert.Empty(pair.World.Apig.Calls);
        Assert.Equal((Pair.Path, ConditionReasons.Accepted), (pair.Younger.Status.Registration?.Path, pair.YoungerReason));
        Assert.Null(pair.Younger.Status.YieldsTo);
    }

    [Fact]
    public async Task WhomAMessageNamesIsReadInPlaceOfIt()
    {
        var pair = await Pair.WaitingAsync();
        YieldTo(pair, new("shop", "gone", "uid-9"));

        await pair.World.Worker.HandleAsync(pair.Naming(blocker: pair.Elder.Key));

        pair.AssertWaits();
        Assert.DoesNotContain("shop/gone", pair.World.Worker.Store.Reads);
    }

    /// <summary>Rule 14 of the model: or else the retry creates, the bridge sends again, and so on without end.</summary>
    [Fact]
    public async Task TheRetryOfAGiveUpThatWasNotAnsweredDoesNotCreate()
    {
        var pair = await Pair.BothHoldAsync();
        pair.World.Apig.Faults = _ => GatewayFault.AfterEffect;
        await pair.World.Worker.HandleAsync(pair.Naming(holder: pair.Elder.Key));
        Assert.Equal((pair.Elder.Key, true), (pair.Younger.Status.YieldsTo, pair.Younger.Status.UnansweredAt is not null));
        Assert.Equal((null, null, true), Assert.Single(pair.World.Retries).Event is var retry ? (retry.Blocker, retry.Holder, retry.InDoubt) : default);
        pair.World.Apig.Faults = null;
        pair.World.Apig.Calls.Clear();

        await pair.World.DeliverRetriesAsync();

        Assert.Equal(["remove /orders/v4"], pair.World.Apig.Calls);
        pair.AssertWaits();
    }

    [Fact]
    public async Task AWaitWhoseRemovalWasNotAnsweredSaysForWhom()
    {
        var pair = await Pair.ApartAsync(youngerPath: "/old");
        pair.Move("elder", Pair.Path);
        pair.Move("orders", Pair.Path);
        pair.World.Apig.Faults = _ => GatewayFault.BeforeEffect;
        await pair.World.Worker.HandleAsync(pair.Naming(blocker: pair.Elder.Key), dequeueCount: 2);
        Assert.Equal((pair.Elder.Key, true), (pair.Younger.Status.YieldsTo, pair.Younger.Status.UnansweredAt is not null));
        pair.World.Apig.Faults = null;

        await pair.World.DeliverRetriesAsync();

        Assert.DoesNotContain(pair.World.Apig.Calls, call => call.StartsWith("create", StringComparison.Ordinal));
        pair.AssertWaits();
    }

    private static void YieldTo(Pair pair, ObjectKey elder) => pair.World.Cluster.Change(
        "orders",
        json => json["status"]!["apiBridge"]!["yieldsTo"] = new JsonObject { ["namespace"] = elder.Namespace, ["name"] = elder.Name, ["uid"] = elder.Uid });
}
