using ApiBridge.CommandLine.Apis;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.CommandLine.Tests;

public sealed class PaceTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task TheFirstGoesAtOnceAndTheNextWhenItsPartOfASecondIsOver()
    {
        var pace = new Pace(4, _time);
        await pace.NextAsync(TestContext.Current.CancellationToken);

        var next = pace.NextAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromMilliseconds(249));
        Assert.False(next.IsCompleted);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        await next;
    }

    [Fact]
    public async Task WhatWasSlowIsNotMadeUpFor()
    {
        var pace = new Pace(4, _time);
        await pace.NextAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(10));

        await pace.NextAsync(TestContext.Current.CancellationToken);

        Assert.False(pace.NextAsync(TestContext.Current.CancellationToken).IsCompleted);
    }

    [Fact]
    public async Task WhoStopsItWaitsForNothing()
    {
        using var stop = new CancellationTokenSource();
        var pace = new Pace(1, _time);
        await pace.NextAsync(stop.Token);
        var next = pace.NextAsync(stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }
}
