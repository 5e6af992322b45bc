using ApiBridge.Domain;
using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Queueing;
using ApiBridge.EventBridge.Tracking;

namespace ApiBridge.EventBridge.Tests.Tracking;

public sealed class ResyncTests : TrackerFixture
{
    [Fact]
    public async Task WhatIsUnconvergedIsSentAgainAfterThePeriodAndThenLessAndLessOften()
    {
        Tracker.Added(new Api().Snapshot());
        await SentAsync();
        List<TimeSpan> waits = [];
        for (var resync = 0; resync < 8; resync++)
        {
            var start = Time.GetUtcNow();
            while (Outbox.Waiting == 0)
            {
                Time.Advance(TimeSpan.FromSeconds(1));
                Tracker.Resync();
            }

            waits.Add(Time.GetUtcNow() - start);
            Assert.Equal(EventReason.Resync, (await SentAsync()).Hint.Reason);
        }

        Assert.Equal(Period, waits[0]);
        Assert.InRange(waits[1], 0.8 * Period, Period);
        Assert.InRange(waits[2], 1.6 * Period, 2 * Period);
        Assert.InRange(waits[3], 3.2 * Period, 4 * Period);
        Assert.All(waits[5..], wait => Assert.InRange(wait, 0.8 * MaxPeriod, MaxPeriod));
    }

    [Fact]
    public async Task ANewSpecStartsTheResyncsAnew()
    {
        Tracker.Added(new Api().Snapshot());
        await SentAsync();
        for (var i = 0; i < 1200; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            Tracker.Resync();
        }

        await SentAsync();
        Tracker.Modified(new Api { Path = "/mended", Version = "2" }.Snapshot());
        await SentAsync();
        Time.Advance(Period);
        Tracker.Resync();

        Assert.Equal(EventReason.Resync, (await SentAsync()).Hint.Reason);
    }

    [Fact]
    public async Task WhatIsConvergedIsNeverResynced()
    {
        Tracker.Added(Converged.Snapshot());
        Time.Advance(TimeSpan.FromHours(1));
        Tracker.Resync();

        await NothingIsSentAsync();
    }

    [Fact]
    public async Task WhatWaitsToBeSentIsNotAskedForAgainAndIsDueAPeriodAfterItLeft()
    {
        Tracker.Added(new Api().Snapshot());
        Time.Advance(10 * Period);
        Tracker.Resync();
        Assert.DoesNotContain(Decision.Resync, Decisions().Keys);

        var (key, hint) = await SentAsync();
        Assert.NotNull(Tracker.Refresh(key, hint));
        Time.Advance(Period - TimeSpan.FromSeconds(1));
        Tracker.Resync();
        await NothingIsSentAsync();

        Time.Advance(TimeSpan.FromSeconds(1));
        Tracker.Resync();
        Assert.Equal(EventReason.Resync, (await SentAsync()).Hint.Reason);
    }

    [Fact]
    public async Task WhatMayWaitInTheQueueIsNotSentAgainUntilTheQueueHasComeToIt()
    {
        var queue = new QueueDrain(TestOptions.Of(new ResyncOptions { Period = Period, MaxPeriod = MaxPeriod }), Time);
        Tracker.Added(new Api().Snapshot());
        await SentAsync();
        for (var (taken, depth) = (0, 2000); taken < 2000; taken += 150)
        {
            Time.Advance(TimeSpan.FromSeconds(10));
            queue.Add(2000, depth - taken);
            Tracker.Resync(queue);
            await NothingIsSentAsync();
        }

        Time.Advance(TimeSpan.FromSeconds(10));
        queue.Add(2000, 0);
        Tracker.Resync(queue);

        Assert.Equal(EventReason.Resync, (await SentAsync()).Hint.Reason);
    }

    [Fact]
    public async Task WhatIsForgottenIsNeitherSentNorTakenForGoneByTheNextList()
    {
        Tracker.Added(new Api().Snapshot());
        Outbox.Add(new("components", "gone", "uid-2"), new(EventReason.Deleted, "/s", "1"));
        Tracker.Forget();
        Outbox.ForgetListed();

        Assert.Equal(0, Tracker.Known);
        var sent = Outbox.TakeAsync(TestContext.Current.CancellationToken);
        Assert.Equal("gone", (await sent).Key.Name);
        Tracker.Replaced([Converged.Snapshot()], @namespace: null);
        Time.Advance(10 * Period);
        Tracker.Resync();

        await NothingIsSentAsync();
        Assert.Equal(1, Tracker.Known);
    }
}
