using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Queueing;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.EventBridge.Tests.Queueing;

public sealed class QueueDrainTests
{
    private const int Rate = 15;
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);
    private readonly FakeTimeProvider _time = new();
    private readonly QueueDrain _drain;

    public QueueDrainTests() => _drain = new(TestOptions.Of(new ResyncOptions()), _time);

    [Fact]
    public void OfAQueueThatNobodyLookedAtNothingIsKnown() => Assert.False(_drain.MayHold(_time.GetTimestamp()));

    [Fact]
    public void WhatWasSentInABurstIsHeldUntilTheBurstIsDone()
    {
        var sent = _time.GetTimestamp();

        var released = DrainUntilReleased(sent, messages: 2000, coldStart: TimeSpan.Zero);

        Assert.InRange(released, TimeSpan.FromSeconds(2000 / Rate) - (2 * Step), TimeSpan.FromSeconds(2000 / Rate) + Step);
    }

    [Fact]
    public void WorkersThatStartLateAreWaitedForAsMuchLonger()
    {
        var sent = _time.GetTimestamp();

        var released = DrainUntilReleased(sent, messages: 2000, coldStart: TimeSpan.FromSeconds(40));

        Assert.InRange(released, TimeSpan.FromSeconds(40 + (2000 / Rate)) - (2 * Step), TimeSpan.FromSeconds(40 + (2000 / Rate)) + Step);
    }

    [Fact]
    public void AQueueThatIsDeepForGoodHoldsNothingForLongerThanItTakesToGetThrough()
    {
        var (early, taken) = (_time.GetTimestamp(), 0L);
        for (var look = 0; look < 7; look++)
        {
            taken += Rate * 10;
            Add(taken, depth: 100);
        }

        Assert.False(_drain.MayHold(early));
        Assert.True(_drain.MayHold(_time.GetTimestamp()));
    }

    [Fact]
    public void WhatOneWorkerMayHaveInHandHoldsNothing()
    {
        var sent = _time.GetTimestamp();
        Add(0, depth: 49);
        Add(10, depth: 49);
        Assert.True(_drain.MayHold(sent));

        Add(20, depth: 48);

        Assert.False(_drain.MayHold(sent));
        Assert.Equal(TimeSpan.Zero, _drain.Wait);
    }

    [Fact]
    public void AQueueThatDidNotDrainWithinAPeriodHoldsNothing()
    {
        var sent = _time.GetTimestamp();
        Add(0, depth: 2000);
        Add(10, depth: 1990);
        Assert.True(_drain.MayHold(sent));

        for (var look = 0; look < 7; look++)
        {
            Add(10, depth: 1990);
        }

        Assert.False(_drain.MayHold(sent));
    }

    [Fact]
    public void NothingIsHeldForLongerThanTenMinutes()
    {
        var sent = _time.GetTimestamp();
        var taken = 0L;
        Add(taken, depth: 100_000);
        while (_time.GetElapsedTime(sent) < QueueDrain.LongestHold - Step)
        {
            Add(taken += 10, depth: 100_000 - taken);
            Assert.True(_drain.MayHold(sent));
        }

        Add(taken + 10, depth: 100_000 - taken - 10);

        Assert.False(_drain.MayHold(sent));
        Assert.Equal(QueueDrain.LongestHold, _drain.Wait);
    }

    [Fact]
    public void AQueueThatCanNotBeReadAnyMoreHoldsNothing()
    {
        var sent = _time.GetTimestamp();
        Add(0, depth: 2000);
        Add(10, depth: 1990);
        Assert.True(_drain.MayHold(sent));

        _time.Advance(new ResyncOptions().Period);

        Assert.False(_drain.MayHold(sent));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    public void WhateverAQueueSaysItsDepthIsNothingIsHeldForEver(long depth)
    {
        var sent = _time.GetTimestamp();
        for (var look = 0; look < 70; look++)
        {
            Add(look * 10, look % 2 == 0 ? depth : 100);
        }

        Assert.False(_drain.MayHold(sent));
        Assert.InRange(_drain.Wait, TimeSpan.Zero, QueueDrain.LongestHold);
    }

    [Fact]
    public void HowLongItTakesToGetThroughIsTheDepthByTheRate()
    {
        for (var taken = 0L; taken <= 600; taken += Rate * 10)
        {
            Add(taken, depth: 2000 - taken);
        }

        Assert.InRange(_drain.Wait.TotalSeconds, 1400.0 / Rate - 1, 1400.0 / Rate + 1);
    }

    // All are sent at once; the queue is looked at every ten seconds.
    private TimeSpan DrainUntilReleased(long sent, int messages, TimeSpan coldStart)
    {
        do
        {
            _time.Advance(Step);
            var working = _time.GetElapsedTime(sent) - coldStart;
            var depth = Math.Max(0, messages - (int)(Math.Max(0, working.TotalSeconds) * Rate));
            _drain.Add(messages, depth);
        }
        while (_drain.MayHold(sent) || _time.GetElapsedTime(sent) < new ResyncOptions().Period);
        return _time.GetElapsedTime(sent);
    }

    // So many were taken out by now, and so many are left.
    private void Add(long taken, long depth)
    {
        _time.Advance(Step);
        _drain.Add(taken + Math.Clamp(depth, 0, 1_000_000_000), depth);
    }
}
