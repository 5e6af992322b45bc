using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>An API whose message names an elder that is not in its way any more: who is now, it does not know.</summary>
public sealed class UndecidedTests
{
    [Theory]
    [MemberData(nameof(ElderChange.Names), MemberType = typeof(ElderChange))]
    public async Task ANewApiIsNotCreatedAndSaysThatItsEntryIsInDoubt(string change, bool isShared)
    {
        var pair = Pair.Create(isShared);
        var message = pair.Naming(blocker: pair.Elder.Key);
        await ElderChange.HappenAsync(change, pair);

        await pair.World.Worker.HandleAsync(message);

        Assert.Empty(pair.World.Apig.Calls);
        Assert.True(pair.Younger.Status.IsOwn);
        Assert.NotNull(pair.Younger.Status.UnansweredAt);
        Assert.Null(pair.Younger.Status.Registration);
        Assert.Empty(pair.YoungerReason);
        Assert.Empty(pair.World.Retries);
    }

    [Theory]
    [MemberData(nameof(ElderChange.Names), MemberType = typeof(ElderChange))]
    public async Task WhoWaitsIsLeftAsItIs(string change, bool isShared)
    {
        var pair = await Pair.WaitingAsync(isShared);
        var (message, before) = (pair.Naming(blocker: pair.Elder.Key), pair.Younger.ResourceVersion);
        await ElderChange.HappenAsync(change, pair);

        await pair.World.Worker.HandleAsync(message);

        Assert.Empty(pair.World.Apig.Calls);
        Assert.Equal(before, pair.Younger.ResourceVersion);
        Assert.Empty(pair.World.Retries);
    }

    [Theory]
    [MemberData(nameof(ElderChange.Names), MemberType = typeof(ElderChange))]
    public async Task WhoHasAnotherPathKeepsIt(string change, bool isShared)
    {
        var pair = await Pair.ApartAsync(isShared, "/old");
        pair.World.Apig.Clear();
        pair.World.Cluster.Change("elder", json => json.Remove("status"), pair.ElderNamespace);
        pair.World.Cluster.Change("elder", json => json["metadata"]!["finalizers"]!.AsArray().Clear(), pair.ElderNamespace);
        pair.Move("elder", Pair.Path);
        pair.Move("orders", Pair.Path);
        var (message, before) = (pair.Naming(blocker: pair.Elder.Key), pair.Younger.ResourceVersion);
        await ElderChange.HappenAsync(change, pair);

        await pair.World.Worker.HandleAsync(message);

        Assert.Empty(pair.World.Apig.Calls);
        Assert.Equal(before, pair.Younger.ResourceVersion);
        Assert.Equal("/old", pair.Younger.Status.Registration?.Path);
    }

    [Fact]
    public async Task AnElderOutOfScopeIsNotInTheWay()
    {
        var pair = await Pair.WaitingAsync(isShared: true);
        pair.World.Scope.Namespaces = "shop";
        pair.World.Restart(pair.World.Gateway);
        var before = pair.Younger.ResourceVersion;

        await pair.World.Worker.HandleAsync(pair.Naming(blocker: pair.Elder.Key));

        Assert.Empty(pair.World.Apig.Calls);
        Assert.Equal(before, pair.Younger.ResourceVersion);
    }

    [Fact]
    public async Task AnElderOnAnotherGatewayIsNotInTheWay()
    {
        var pair = await Pair.WaitingAsync();
        var elsewhere = pair.World.Create("elder", ns: "mall");
        pair.World.Cluster.Change("elder", json => json["metadata"]!["creationTimestamp"] = "2025-01-01T00:00:00Z", "mall");
        var before = pair.Younger.ResourceVersion;

        await pair.World.Worker.HandleAsync(pair.Naming(blocker: elsewhere.Key));

        Assert.Empty(pair.World.Apig.Calls);
        Assert.Equal(before, pair.Younger.ResourceVersion);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public async Task ADoubtOfItsOwnDeliveryIsWrittenAnewEachTime(long dequeueCount, bool inDoubt)
    {
        var pair = await Pair.WaitingAsync();
        var message = pair.Naming(blocker: new("shop", "gone", "uid-9")) with { InDoubt = inDoubt };
        await pair.World.Worker.HandleAsync(message, dequeueCount);
        var first = pair.Younger.Status.UnansweredAt;
        Assert.NotNull(first);
        pair.World.Time.Advance(TimeSpan.FromMinutes(1));

        await pair.World.Worker.HandleAsync(message, dequeueCount);

        Assert.Equal(first.Value.AddMinutes(1), pair.Younger.Status.UnansweredAt);
        Assert.Empty(pair.World.Apig.Calls);
    }

    [Fact]
    public async Task ADoubtThatTheStatusTellsOfIsNotWrittenAgain()
    {
        var pair = Pair.Create();
        var message = pair.Naming(blocker: new("shop", "gone", "uid-9"));
        await pair.World.Worker.HandleAsync(message);
        var (before, writes) = (pair.Younger.ResourceVersion, pair.World.Writes);

        await pair.World.Worker.HandleAsync(message);

        Assert.Equal((before, writes), (pair.Younger.ResourceVersion, pair.World.Writes));
        Assert.Empty(pair.World.Apig.Calls);
    }

    [Fact]
    public async Task WhatItWroteBeforeTheElderWentIsInDoubt()
    {
        var pair = await Pair.ApartAsync(youngerPath: "/old");
        pair.Move("elder", Pair.Path);
        pair.Move("orders", Pair.Path);
        pair.World.Worker.Steps.Once("status", () =>
        {
            pair.Move("elder", "/away");
            pair.World.Cluster.Change("orders", json => json["metadata"]!["labels"]!["touched"] = "yes");
        });

        await pair.World.Worker.HandleAsync(pair.Naming(blocker: pair.Elder.Key));

        Assert.Equal(["remove /old"], pair.World.Apig.Calls);
        Assert.NotNull(pair.Younger.Status.UnansweredAt);
        await pair.World.SettleAsync();
        Assert.Equal((Pair.Path, ConditionReasons.Accepted), (pair.YoungerEntry?.Path, pair.YoungerReason));
    }

    /// <summary>The note of a doubt must not make the old operator's record one that proves something.</summary>
    [Fact]
    public async Task ARecordOfTheOldOperatorIsNotStamped()
    {
        var pair = await Pair.ApartAsync();
        pair.World.Cluster.Change("orders", json => json["status"]!.AsObject().Remove("apiBridge"));

        await pair.World.Worker.HandleAsync(pair.Naming(blocker: new("shop", "gone", "uid-9")));

        Assert.Empty(pair.World.Apig.Calls);
        Assert.Empty(pair.Younger.Status.StampedUid);
        Assert.Equal(Pair.Path, pair.Younger.Status.Registration?.Path);
        Assert.Equal("unansweredAt", Assert.Single(pair.Younger.Status.Json.Child("apiBridge").EnumerateObject()).Name);
        await pair.World.SettleAsync();
        Assert.Equal(["create /orders/v4"], pair.World.Apig.Calls);
        Assert.True(pair.Younger.Status.IsOwn);
    }
}
