using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Tests.Claims;

/// <summary>Whom a message names, and whom a change concerns.</summary>
public sealed class NeighbourTests : ClaimFixture
{
    [Fact]
    public async Task AMessageNamesTheNearestElderThatBlocksAndTheNearestThatHolds()
    {
        var sent = await ListAsync(Holder(0), Waiting(1, 0), Refused(2), Newcomer(3));

        var (_, hint) = Assert.Single(sent, item => item.Key == Newcomer(3).Key);
        Assert.Equal((Holder(1).Key, Holder(0).Key), (hint.Blocker, hint.Holder));
    }

    [Fact]
    public async Task AMessageAboutOneThatMovesNamesTheBlockerOfItsNewPathAndTheHolderOfItsOldOne()
    {
        var moving = Holder(2) with { IsOutdated = true };
        var sent = await ListAsync(Holder(0) with { Path = "/old" }, Holder(1), moving);

        var (_, hint) = Assert.Single(sent);
        Assert.Equal((moving.Key, (ObjectKey?)Holder(1).Key, (ObjectKey?)Holder(0).Key), (sent[0].Key, hint.Blocker, hint.Holder));
    }

    [Fact]
    public async Task AMessageNamesTheGatewayAndTheSlicesOfTheService()
    {
        var sent = await ListAsync(Newcomer(0));

        var hint = Assert.Single(sent).Hint;
        Assert.Equal(TestEntries.Default.Of(Newcomer(0).Key).Gateway, hint.Gateway);
        Assert.Equal(["slice"], hint.EndpointSlices);
        Assert.Null(hint.Blocker);
    }

    [Fact]
    public async Task SettledClaimantsCostNoMessage() =>
        Assert.Empty(await ListAsync(Holder(0), Waiting(1, 0), Waiting(2, 1), Waiting(3, 0)));

    [Fact]
    public async Task OneThatWaitsForNobodyAnyMoreIsSent()
    {
        var sent = await ListAsync(Waiting(1, 0));

        Assert.Equal(Waiting(1, 0).Key, Assert.Single(sent).Key);
    }

    [Fact]
    public async Task OneThatNamesAnElderThatIsGoneIsSentToNameAnother()
    {
        await ListAsync(Holder(0), Waiting(1, 0), Waiting(2, 1));
        Tracker.Deleted(Waiting(1, 0).Snapshot());

        var sent = (await AllSentAsync()).Where(item => item.Hint.Reason is not EventReason.Deleted).ToList();

        Assert.Equal((Waiting(2, 1).Key, Holder(0).Key), (Assert.Single(sent).Key, sent[0].Hint.Blocker));
    }

    [Fact]
    public async Task AHolderBesideAnElderThatHoldsIsSent()
    {
        await ListAsync(Newcomer(0), Holder(1));
        Tracker.Modified((Holder(0) with { Version = "2" }).Snapshot());

        var (key, hint) = Assert.Single(await AllSentAsync());
        Assert.Equal((Holder(1).Key, Holder(0).Key), (key, hint.Holder));
    }

    [Fact]
    public async Task AHolderBesideAnElderThatOnlyClaimsIsLeft()
    {
        var sent = await ListAsync(Newcomer(0), Holder(1));

        Assert.Equal(Newcomer(0).Key, Assert.Single(sent).Key);
    }

    [Fact]
    public async Task TheNextHolderIsConcernedThoughAnotherClaimantStandsBetween()
    {
        await ListAsync(Newcomer(0), Newcomer(1), Holder(2));
        Tracker.Modified((Holder(0) with { Version = "2" }).Snapshot());

        Assert.Contains(Holder(2).Key, (await AllSentAsync()).Select(item => item.Key));
    }

    [Fact]
    public async Task OneThatTheGatewayRefusedStaysSoWhoeverBlocks()
    {
        await ListAsync(Newcomer(0), Refused(1));
        Tracker.Modified((Holder(0) with { Version = "2" }).Snapshot());

        Assert.Empty(await AllSentAsync());
    }

    [Fact]
    public async Task OneThatTheGatewayRefusesLetsTheNextBeSent()
    {
        await ListAsync(Newcomer(0), Waiting(1, 0));
        Tracker.Modified((Refused(0) with { Version = "2" }).Snapshot());

        Assert.Equal(Waiting(1, 0).Key, Assert.Single(await AllSentAsync()).Key);
    }

    [Fact]
    public async Task OneThatIsRefusedWithAnUnansweredCallBlocksAsBefore()
    {
        await ListAsync(Newcomer(0), Waiting(1, 0));
        Tracker.Modified((Refused(0) with { IsInDoubt = true, Version = "2" }).Snapshot());

        Assert.DoesNotContain(Waiting(1, 0).Key, (await AllSentAsync()).Select(item => item.Key));
    }

    [Fact]
    public async Task WhatIsNeededNoMoreWhenItsTurnComesIsNotSent()
    {
        Tracker.Added(Newcomer(0).Snapshot());
        Tracker.Modified(Holder(0).Snapshot());

        Assert.Empty(await AllSentAsync());
    }

    [Fact]
    public async Task ApisOfOtherGatewaysAreNoNeighbours()
    {
        var sent = await ListAsync(Holder(0), Newcomer(1) with { Namespace = "elsewhere" });

        Assert.Null(Assert.Single(sent).Hint.Blocker);
    }

    [Fact]
    public async Task AFailureThatIsLeftToARetryIsNotSentAtOnce()
    {
        await ListAsync(Newcomer(0));
        Tracker.Modified((Refused(0) with { Refusal = ConditionReasons.GatewayUnavailable, IsInDoubt = true, Version = "2" }).Snapshot());

        Assert.Empty(await AllSentAsync());
    }

    [Fact]
    public async Task AnUndecidedPassThatLeftADoubtIsSentAgain()
    {
        await ListAsync(Holder(0));
        Tracker.Modified((Holder(0) with { IsInDoubt = true, Version = "2" }).Snapshot());

        Assert.Equal(Holder(0).Key, Assert.Single(await AllSentAsync()).Key);
    }

    [Fact]
    public async Task AnElderInANamespaceThatIsNotListedYetIsPresumedToBeThere()
    {
        var waiting = Waiting(1, 0) with { YieldsTo = new("elsewhere", "elder", "u") };
        Tracker.Replaced([waiting.Snapshot()], waiting.Namespace);
        Assert.Empty(await AllSentAsync());

        Tracker.Replaced([], "elsewhere");

        Assert.Equal(waiting.Key, Assert.Single(await AllSentAsync()).Key);
    }
}
