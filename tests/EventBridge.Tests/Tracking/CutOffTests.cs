using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Tests.Tracking;

/// <summary>
/// A worker is killed with a message in hand, which stays hidden for as long as the host leases it: ten minutes. What it worked on is sent
/// again long before.
/// </summary>
public sealed class CutOffTests : TrackerFixture
{
    private static readonly TimeSpan SoonEnough = TimeSpan.FromMinutes(2);

    // As often as the loop looks.
    private static readonly TimeSpan Look = Period / 6;

    [Fact]
    public async Task APathChangeThatIsCutOffBetweenRemovalAndCreationIsSentAgainWithinTwoMinutes()
    {
        Tracker.Added(Settled().Snapshot());
        Tracker.Modified(Moved().Snapshot());
        Assert.Equal(EventReason.Changed, (await SentAsync()).Hint.Reason);

        await AssertSentAgainAsync();
    }

    [Fact]
    public async Task AWorkerThatIsKilledWithTheFirstResyncInHandTooIsFollowedWithinTwoMinutes()
    {
        Tracker.Added(Settled().Snapshot());
        Tracker.Modified(Moved().Snapshot());
        await SentAsync();
        await AssertSentAgainAsync();

        await AssertSentAgainAsync();
    }

    [Fact]
    public async Task APathChangeOfAnApiThatWasResyncedForHoursIsSentAgainWithinTwoMinutesToo()
    {
        Tracker.Added(Undecided().Snapshot());
        await ResyncForHoursAsync();
        Tracker.Modified((Undecided() with { Path = "/mended", Version = "2" }).Snapshot());
        await SentAsync();

        await AssertSentAgainAsync();
    }

    [Fact]
    public async Task AnApiThatLooksConvergedAndIsInDoubtIsSentAtOnceAndAgainWithinTwoMinutes()
    {
        Tracker.Added(Settled().Snapshot());
        Tracker.Modified((Settled() with { IsInDoubt = true, Version = "2" }).Snapshot());
        Assert.Equal(EventReason.Changed, (await SentAsync()).Hint.Reason);

        await AssertSentAgainAsync();
    }

    [Fact]
    public async Task AnApiThatLooksConvergedAndIsInDoubtAfterHoursOfResyncsIsSentAgainWithinTwoMinutesToo()
    {
        Tracker.Added(Moved().Snapshot());
        await ResyncForHoursAsync();
        Tracker.Modified((Moved() with { IsOutdated = false, IsInDoubt = true, GatewayWrites = 2, Version = "3" }).Snapshot());

        await AssertSentAgainAsync();
    }

    [Fact]
    public async Task AWorkerThatAdoptsWhatWasResyncedForHoursAndIsKilledIsFollowedWithinTwoMinutes()
    {
        Tracker.Added(Undecided().Snapshot());
        await ResyncForHoursAsync();
        Tracker.Modified((Moved() with { Version = "3" }).Snapshot());

        await AssertSentAgainAsync();
    }

    [Fact]
    public async Task AStatusThatChangesNothingOfWhatIsLackedDoesNotHastenTheResyncs()
    {
        Tracker.Added(Moved().Snapshot());
        await ResyncForHoursAsync();
        Tracker.Modified((Moved() with { Version = "3" }).Snapshot());
        Time.Advance(SoonEnough);

        Tracker.Resync();

        await NothingIsSentAsync();
    }

    [Fact]
    public async Task AnApiWhoseChangeIsTakenBackWhileItIsAtWorkIsSentInDoubt()
    {
        Tracker.Added(Settled().Snapshot());
        Tracker.Modified(Moved().Snapshot());
        await SentAsync();

        Tracker.Modified((Settled() with { Version = "3" }).Snapshot());

        var (_, hint) = await SentAsync();
        Assert.Equal((EventReason.Changed, true), (hint.Reason, hint.InDoubt));
    }

    [Fact]
    public async Task AnApiWhoseChangeIsDoneIsNotSentForThat()
    {
        Tracker.Added(Settled().Snapshot());
        Tracker.Modified(Moved().Snapshot());
        await SentAsync();

        Tracker.Modified((Settled() with { Path = "/moved", GatewayWrites = 2, Version = "3" }).Snapshot());

        await NothingIsSentAsync();
    }

    private static Api Settled() => Converged with { Path = "/old" };

    // The status is still about the path before.
    private static Api Moved() => Settled() with { Path = "/moved", IsOutdated = true, Version = "2" };

    private static Api Undecided() => new() { Path = "/moved", IsAdopted = true, Ready = true };

    // Until just after one of them, when the next is far.
    private async Task ResyncForHoursAsync()
    {
        for (var resync = 0; resync < 12; resync++)
        {
            while (Outbox.Waiting == 0)
            {
                Time.Advance(Look);
                Tracker.Resync();
            }

            await SentAsync();
        }
    }

    private async Task AssertSentAgainAsync()
    {
        for (var waited = TimeSpan.Zero; Outbox.Waiting == 0; waited += Look)
        {
            Assert.True(waited < SoonEnough, $"it was not sent again within {SoonEnough}");
            Time.Advance(Look);
            Tracker.Resync();
        }

        Assert.True((await SentAsync()).Hint.Reason is EventReason.Resync or EventReason.Changed);
    }
}
