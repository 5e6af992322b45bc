using ApiBridge.EventBridge.Queueing;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.EventBridge.Tests.Queueing;

public sealed class WorkQueueTests : IDisposable
{
    private static readonly TimeSpan Initial = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Max = TimeSpan.FromSeconds(8);
    private readonly FakeTimeProvider _time = new();
    private readonly WorkQueue<string> _queue;

    public WorkQueueTests() => _queue = new(TimeSpan.Zero, Initial, Max, _time, Random.Shared);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task ADirtyKeyIsTakenOnceHoweverOftenItIsAdded()
    {
        _queue.Add("a");
        _queue.Add("a");
        _queue.Add("a");

        Assert.Equal("a", await _queue.TakeAsync(Token));
        _queue.Done("a");

        Assert.Equal((0, 0), (_queue.Waiting, _queue.InProgress));
        Assert.False(_queue.TakeAsync(Token).IsCompleted);
    }

    [Fact]
    public async Task AKeyThatIsAddedWhileItIsWorkedOnIsTakenOnceMoreAfterItIsDone()
    {
        _queue.Add("a");
        await _queue.TakeAsync(Token);
        _queue.Add("a");
        _queue.Add("a");
        var next = _queue.TakeAsync(Token);
        Assert.False(next.IsCompleted);

        _queue.Done("a");

        Assert.Equal("a", await next);
        _queue.Done("a");
        Assert.Equal(0, _queue.Waiting);
    }

    [Fact]
    public async Task KeysAreTakenInTheOrderTheyCame()
    {
        foreach (var key in (string[])["a", "b", "a", "c"])
        {
            _queue.Add(key);
        }

        Assert.Equal(["a", "b", "c"], [await _queue.TakeAsync(Token), await _queue.TakeAsync(Token), await _queue.TakeAsync(Token)]);
    }

    [Fact]
    public async Task AKeyWhoseWorkFailedComesBackAfterAWaitThatDoublesUpToTheLongest()
    {
        _queue.Add("a");
        TimeSpan[] expected = [Initial, 2 * Initial, 4 * Initial, Max, Max];
        foreach (var wait in expected)
        {
            await _queue.TakeAsync(Token);
            _queue.Retry("a");
            Assert.Equal((0, 1), (_queue.Waiting, _queue.Delayed));

            _time.Advance((wait / 2) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(1, _queue.Delayed);
            _time.Advance((wait / 2) + TimeSpan.FromMilliseconds(1));
            Assert.Equal((1, 0), (_queue.Waiting, _queue.Delayed));
        }
    }

    [Fact]
    public async Task DoneForgetsTheFailures()
    {
        _queue.Add("a");
        for (var failure = 0; failure < 4; failure++)
        {
            await _queue.TakeAsync(Token);
            _queue.Retry("a");
            _time.Advance(Max);
        }

        await _queue.TakeAsync(Token);
        _queue.Done("a");
        _queue.Add("a");
        await _queue.TakeAsync(Token);
        _queue.Retry("a");
        _time.Advance(Initial);

        Assert.Equal(1, _queue.Waiting);
    }

    [Fact]
    public async Task ANewAddDoesNotWaitForTheBackoffAndIsStillOneEntry()
    {
        _queue.Add("a");
        await _queue.TakeAsync(Token);
        _queue.Retry("a");
        _queue.Add("a");

        Assert.Equal("a", await _queue.TakeAsync(Token));
        _queue.Done("a");
        _time.Advance(Max);
        Assert.Equal((0, 0), (_queue.Waiting, _queue.Delayed));
    }

    [Fact]
    public async Task OneFailingKeyDoesNotHoldUpTheOthers()
    {
        _queue.Add("bad");
        await _queue.TakeAsync(Token);
        _queue.Retry("bad");
        _queue.Add("good");

        Assert.Equal("good", await _queue.TakeAsync(Token));
    }

    [Fact]
    public async Task ItIsIdleOnlyWhenTheLastKeyIsDone()
    {
        await _queue.WhenIdleAsync(Token);
        _queue.Add("a");
        await _queue.TakeAsync(Token);
        var idle = _queue.WhenIdleAsync(Token);
        Assert.False(idle.IsCompleted);

        _queue.Done("a");
        await idle;
    }

    [Fact]
    public async Task WhatComesAfterTheEndIsLeftAside()
    {
        foreach (var key in (string[])["failed", "abandoned", "done"])
        {
            _queue.Add(key);
            await _queue.TakeAsync(Token);
        }

        _queue.Add("done");
        _queue.Dispose();

        // A timer that fired while the end came adds so too.
        _queue.Add("late");
        _queue.Retry("failed");
        _queue.Return("abandoned");
        _queue.Done("done");
        _time.Advance(Max);

        Assert.Equal(0, _queue.Delayed);
    }

    [Fact]
    public async Task ParallelTakersNeverHoldTheSameKeyAtOnce()
    {
        var held = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();
        var taken = 0;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var takers = Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () =>
            {
                while (true)
                {
                    var key = await _queue.TakeAsync(stop.Token);
                    Assert.True(held.TryAdd(key, true), $"{key} is held twice");
                    await Task.Yield();
                    Assert.True(held.TryRemove(key, out var _));
                    Interlocked.Increment(ref taken);
                    _queue.Done(key);
                }
            },
            Token)).ToList();
        for (var i = 0; i < 10_000; i++)
        {
            _queue.Add($"key-{i % 17}");
        }

        await _queue.WhenIdleAsync(Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(takers));
        Assert.All(takers, taker => Assert.True(taker.IsCanceled));
        Assert.InRange(taken, 17, 10_000);
    }

    [Fact]
    public async Task TheAgeOfAKeyCountsFromWhenItFirstWantedWorkThroughAllItsFailures()
    {
        Assert.Equal(TimeSpan.Zero, _queue.OldestAge);
        _queue.Add("a");
        _time.Advance(TimeSpan.FromSeconds(3));
        _queue.Add("b");
        Assert.Equal(TimeSpan.FromSeconds(3), _queue.OldestAge);

        await _queue.TakeAsync(Token);
        _queue.Retry("a");
        _queue.Add("a");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(4), _queue.OldestAge);

        Assert.Equal("b", await _queue.TakeAsync(Token));
        Assert.Equal("a", await _queue.TakeAsync(Token));
        _queue.Done("a");
        Assert.Equal(TimeSpan.FromSeconds(1), _queue.OldestAge);
        _queue.Done("b");
        Assert.Equal(TimeSpan.Zero, _queue.OldestAge);
    }
}
