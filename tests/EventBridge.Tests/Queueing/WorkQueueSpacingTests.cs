using ApiBridge.EventBridge.Queueing;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.EventBridge.Tests.Queueing;

/// <summary>A key is not taken twice within a moment.</summary>
public sealed class WorkQueueSpacingTests : IDisposable
{
    private static readonly TimeSpan Spacing = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);
    private readonly FakeTimeProvider _time = new();
    private readonly WorkQueue<string> _queue;

    public WorkQueueSpacingTests() => _queue = new(Spacing, Spacing / 10, Spacing, _time, Random.Shared);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task ABurstOfAddsIsTakenAtItsBeginningAndAtItsEnd()
    {
        var taken = 0;
        for (var add = 0; add < 50; add++)
        {
            _queue.Add("a");
            taken += await TakeAllAsync();
            _time.Advance(Spacing / 100);
        }

        Assert.Equal(1, taken);
        _time.Advance(Spacing / 2);
        Assert.Equal(1, await TakeAllAsync());
        Assert.Equal((0, 0, 0), (_queue.Waiting, _queue.InProgress, _queue.Delayed));
    }

    [Fact]
    public async Task AKeyThatIsAddedWhileItIsWorkedOnWaitsTheMomentOutToo()
    {
        _queue.Add("a");
        await _queue.TakeAsync(Token);
        _queue.Add("a");
        _queue.Done("a");
        Assert.Equal((0, 1), (_queue.Waiting, _queue.Delayed));

        _time.Advance(Spacing - Instant);
        Assert.Equal(0, await TakeAllAsync());
        _time.Advance(Instant);
        Assert.Equal(1, await TakeAllAsync());
    }

    [Fact]
    public async Task OtherKeysDoNotWait()
    {
        _queue.Add("a");
        await TakeAllAsync();
        _queue.Add("b");

        Assert.Equal(1, await TakeAllAsync());
    }

    [Fact]
    public async Task AKeyWhoseMomentHasPassedIsTakenAtOnce()
    {
        _queue.Add("a");
        await TakeAllAsync();
        _time.Advance(Spacing);
        _queue.Add("a");

        Assert.Equal(1, await TakeAllAsync());
    }

    [Fact]
    public async Task InAHurryNothingWaits()
    {
        _queue.Add("a");
        await TakeAllAsync();
        _queue.Add("a");
        _queue.Hurry();
        Assert.Equal(1, await TakeAllAsync());

        _queue.Add("a");
        Assert.Equal(1, await TakeAllAsync());
        await _queue.WhenIdleAsync(Token);
    }

    [Fact]
    public async Task TheAgeCountsThroughTheMoment()
    {
        _queue.Add("a");
        await TakeAllAsync();
        _queue.Add("a");
        _time.Advance(Spacing / 2);

        Assert.Equal(Spacing / 2, _queue.OldestAge);
    }

    private async Task<int> TakeAllAsync()
    {
        var taken = 0;
        while (_queue.Waiting > 0)
        {
            _queue.Done(await _queue.TakeAsync(Token));
            taken++;
        }

        return taken;
    }
}
