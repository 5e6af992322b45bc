using System.Net.Sockets;
using ApiBridge.LocalStack.Progress;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.LocalStack.Tests.Progress;

public sealed class ProgressFeedTests
{
    private static readonly ApiProgress Api = new("components", "a", null, string.Empty, Ready: false, null, null, "a-api", null, null);

    public static TheoryData<Exception> Failures => [new HttpRequestException("refused"), new SocketException((int)SocketError.NotConnected)];

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public async Task AFailedReadKeepsTheLastSnapshotAndIsToldOfWhenItLasts(Exception failure)
    {
        var time = new FakeTimeProvider();
        var answers = new Queue<bool>([true, false, false, false, false, true]);
        var feed = new ProgressFeed(
            _ => answers.Dequeue() ? Task.FromResult<IReadOnlyList<ApiProgress>>([Api]) : throw failure, time);
        var seen = new List<ProgressSnapshot>();
        await using var snapshots = feed.FollowAsync(untilComplete: false, TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        while (answers.Count > 0)
        {
            var next = snapshots.MoveNextAsync().AsTask();
            await Deadline.UntilAsync(
                () =>
                {
                    time.Advance(next.IsCompleted ? TimeSpan.Zero : TimeSpan.FromSeconds(1));
                    return next.IsCompleted;
                },
                "the next snapshot came");
            Assert.True(await next);
            seen.Add(snapshots.Current);
        }

        Assert.All(seen, snapshot => Assert.Equal([Api], snapshot.Apis));
        Assert.Null(seen[1].Outage);
        Assert.Equal(failure.Message, seen[4].Outage);
        Assert.Null(seen[5].Outage);
    }
}
