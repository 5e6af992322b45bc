using ApiBridge.LocalStack.QueueTriggers;

namespace ApiBridge.LocalStack.Tests.QueueTriggers;

public sealed class PollingBackoffTests
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    [Fact]
    public void TheWaitDoublesFromTheShortestToTheLongestAndStaysThere()
    {
        var backoff = new PollingBackoff(Shortest, Longest, new Random(7));

        var waits = Enumerable.Range(0, 12).Select(_ => backoff.Next(foundMessages: false)).ToList();

        Assert.Equal(Shortest, waits[0]);
        for (var step = 1; waits[step] < Longest; step++)
        {
            var increment = Shortest * Math.Pow(2, step - 1);
            Assert.InRange(waits[step], Shortest + (increment * 0.8), Shortest + (increment * 1.2));
        }

        Assert.Equal(Longest, waits[^1]);
        Assert.Equal(Longest, waits[^2]);
    }

    [Fact]
    public void AMessageFoundStartsTheWaitAfresh()
    {
        var backoff = new PollingBackoff(Shortest, Longest, new Random(7));
        for (var i = 0; i < 12; i++)
        {
            backoff.Next(foundMessages: false);
        }

        Assert.Equal(Shortest, backoff.Next(foundMessages: true));
        Assert.True(backoff.Next(foundMessages: false) < TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public void HostsDoNotPollInStep()
    {
        var one = new PollingBackoff(Shortest, Longest, new Random(1));
        var other = new PollingBackoff(Shortest, Longest, new Random(2));

        Assert.NotEqual(
            Enumerable.Range(0, 4).Select(_ => one.Next(foundMessages: false)),
            Enumerable.Range(0, 4).Select(_ => other.Next(foundMessages: false)));
    }
}
