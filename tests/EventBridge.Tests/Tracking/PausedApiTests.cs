using ApiBridge.Domain;
using ApiBridge.EventBridge.Tests.Claims;

namespace ApiBridge.EventBridge.Tests.Tracking;

/// <summary>An ExposedAPI that is paused costs one message, which says so on it, and no other until it goes on or is deleted.</summary>
public sealed class PausedApiTests : ClaimFixture
{
    private static readonly Api Paused = Converged with { Paused = "true", Version = "2" };
    private static readonly Api Told = Paused with { SaysPaused = true, Version = "3" };

    [Fact]
    public async Task OneMessageTellsThatItIsPausedAndThenNothingIsSent()
    {
        await ListAsync(Converged);

        Tracker.Modified(Paused.Snapshot());
        Assert.Equal(EventReason.Changed, (await SentAsync()).Hint.Reason);
        Tracker.Modified(Told.Snapshot());
        Tracker.Modified((Told with { Path = "/changed", Version = "4" }).Snapshot());
        Readiness.Replaced([new(Service, "slice", HasReadyEndpoint: false)], @namespace: null);
        Addresses.Replaced([new("components", "10.0.0.9")], @namespace: null);

        await NothingIsSentAsync();
    }

    [Fact]
    public async Task ListsAndResyncsLeaveItAlone()
    {
        var lacking = Told with { IsOutdated = true, IsInDoubt = true, Ready = false };
        Assert.Empty(await ListAsync(lacking));

        Time.Advance(MaxPeriod);
        Tracker.Resync();

        await NothingIsSentAsync();
        Assert.Equal(0, Tracker.Unconverged);
    }

    [Fact]
    public async Task OneThatIsPausedFromBirthIsToldOnceAndNotAskedForAgain()
    {
        var born = new Api { Paused = "true" };

        Assert.Single(await ListAsync(born));
        Tracker.Modified((born with { SaysPaused = true, Ready = false, Version = "2" }).Snapshot());
        Time.Advance(MaxPeriod);
        Tracker.Resync();

        await NothingIsSentAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("false")]
    [InlineData("True")]
    [InlineData("yes")]
    [InlineData("")]
    public async Task WhatGoesOnIsSentWhateverItsStatusSays(string? value)
    {
        foreach (var left in new[] { Told, Told with { Refusal = ConditionReasons.GatewayRefused }, Told with { Refusal = ConditionReasons.GatewayUnavailable, IsInDoubt = true } })
        {
            await ListAsync(left);

            Tracker.Modified((left with { Paused = value, Version = "4" }).Snapshot());

            Assert.Equal(EventReason.Changed, Assert.Single(await AllSentAsync()).Hint.Reason);
        }
    }

    [Fact]
    public async Task TheEndOfAPauseThatNobodySawIsFoundByTheList() =>
        Assert.Equal(EventReason.Listed, Assert.Single(await ListAsync(Told with { Paused = null })).Hint.Reason);

    [Fact]
    public async Task ItsDeletionIsSent()
    {
        await ListAsync(Told);

        Tracker.Modified((Told with { IsBeingDeleted = true, Version = "4" }).Snapshot());

        Assert.True((await SentAsync()).Hint.Deleting);
    }

    [Fact]
    public async Task AnElderThatIsPausedBeforeItHadThePathIsInNobodysWay()
    {
        var waiting = Waiting(1, elder: 0);
        await ListAsync(Newcomer(0), waiting);

        Tracker.Modified((Newcomer(0) with { Paused = "true", Version = "2" }).Snapshot());

        var sent = await AllSentAsync();
        Assert.Equal([Newcomer(0).Key, waiting.Key], sent.Select(message => message.Key));
        Assert.All(sent, message => Assert.Null(message.Hint.Blocker));
    }

    [Fact]
    public async Task AnElderThatIsPausedKeepsThePathOfItsRecord()
    {
        var waiting = Waiting(1, elder: 0);
        await ListAsync(Holder(0), waiting);

        Tracker.Modified((Holder(0) with { Paused = "true", SaysPaused = true, Version = "2" }).Snapshot());

        await NothingIsSentAsync();
        Assert.Equal(Holder(0).Key, Assert.Single(await ListAsync(Holder(0) with { Paused = "true", SaysPaused = true }, Newcomer(1))).Hint.Blocker);
    }

    [Fact]
    public async Task OneThatIsPausedGivesItsPathUpToNoElder()
    {
        var younger = Holder(1) with { Paused = "true", SaysPaused = true };

        Assert.Empty(await ListAsync(Holder(0), younger));

        Tracker.Modified((younger with { Paused = null, Version = "2" }).Snapshot());
        Assert.Equal(Holder(0).Key, Assert.Single(await AllSentAsync()).Hint.Holder);
    }
}
