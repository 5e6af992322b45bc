using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Retrying;
using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;

namespace ApiBridge.Reconciliation.Tests.Retrying;

public sealed class RetryDelayTests
{
    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(5, 160)]
    [InlineData(6, 300)]
    [InlineData(1_000_000, 300)]
    public void DelaysDoubleToTheMaximumLessUpToAFifth(int attempt, int seconds)
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var delay = Delay(seed).Next(Outcome.FailedForNow(inDoubt: false), attempt);

            Assert.InRange(delay.TotalSeconds, seconds * 0.8, seconds);
            Assert.Equal(delay, TimeSpan.FromSeconds(Math.Round(delay.TotalSeconds)));
        }
    }

    [Fact]
    public void WhatFailedTogetherDoesNotComeBackTogether() =>
        Assert.True(Enumerable.Range(0, 20).Select(seed => Delay(seed).Next(Outcome.FailedForNow(inDoubt: false), 10)).Distinct().Count() > 10);

    [Fact]
    public void WhatIsOnlyPendingComesBackSooner() => Assert.Equal(TimeSpan.FromSeconds(1), Delay(1).Next(Outcome.Pending(), 0));

    [Fact]
    public void AnAskedForDelayIsKeptWhereItIsLonger()
    {
        Assert.InRange(Delay(1).Next(Outcome.FailedForNow(inDoubt: false, TimeSpan.FromSeconds(100)), 0).TotalSeconds, 100, 120);
        Assert.InRange(Delay(1).Next(Outcome.FailedForNow(inDoubt: false, TimeSpan.FromSeconds(1)), 6), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void AnOpenCircuitIsWaitedOutHoweverManyAttemptsThereWere()
    {
        var held = Outcome.Unavailable(inDoubt: false, new CircuitOpenException("held", TimeSpan.FromSeconds(10), new BrokenCircuitException()));

        Assert.InRange(Delay(1).Next(held, 9).TotalSeconds, 10, 12);
    }

    [Fact]
    public void ADelayThatNoQueueWouldTakeIsCut() =>
        Assert.Equal(TimeSpan.FromHours(1), Delay(1).Next(Outcome.FailedForNow(inDoubt: false, TimeSpan.FromDays(400)), 0));

    [Fact]
    public void TheLongestSettingsDoNotOverflow()
    {
        var hour = TimeSpan.FromHours(1);
        var delay = new RetryDelay(Options.Create(new RetryOptions { FirstDelay = hour, PendingDelay = hour, MaxDelay = hour }), new Random(1));

        Assert.InRange(delay.Next(Outcome.FailedForNow(inDoubt: false), int.MaxValue), hour * 0.8, hour);
    }

    private static RetryDelay Delay(int seed) => new(Options.Create(new RetryOptions()), new Random(seed));
}
