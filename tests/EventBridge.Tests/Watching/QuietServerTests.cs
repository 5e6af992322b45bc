using System.Globalization;
using ApiBridge.EventBridge.Watching;
using Microsoft.AspNetCore.Http;

namespace ApiBridge.EventBridge.Tests.Watching;

/// <summary>API servers that say things which are none, or say nothing.</summary>
public sealed class QuietServerTests : ReflectorFixture
{
    [Fact]
    public async Task AQuietResourceOfAServerWithoutBookmarksEndsItsWatchesInTimeAndIsNeverTakenForDead()
    {
        for (var i = 0; i < 4; i++)
        {
            Api.Watch(QuietAsync);
        }

        await using var running = Start(options: TestOptions.Watch with { InactivityTimeout = TimeSpan.FromSeconds(3) });
        await Deadline.UntilAsync(() => Restarts(RestartCause.Closed) >= 3, "three watches ended");

        Assert.Equal([RestartCause.Closed], Status.Restarts.Keys);
        Assert.Null(Status.Error);
        Assert.Single(Api.Lists);
        Assert.All(Api.Watches, query => Assert.InRange(TimeoutOf(query), 1, 2));
    }

    [Fact]
    public async Task AServerThatSendsNoBookmarkAnyMoreIsAskedForShortWatchesAgain()
    {
        Api.Watch(Answer.Lines(false, Answer.Bookmark("2"))).Watch(Answer.Lines(false, Answer.Event("ADDED", "a@3")));
        await using var running = Start();
        await Deadline.UntilAsync(() => Api.Watches.Count == 3, "the watch was opened again");

        Assert.Equal([false, true, false], Api.Watches.Select(query => TimeoutOf(query) >= 300));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(414)]
    [InlineData(422)]
    public async Task AVersionThatTheServerNamedAndDoesNotTakeIsLeftBehindByANewList(int code)
    {
        Api.List(Answer.Page("odd", null, "a@1")).Watch(Answer.Status(code, "BadRequest")).List(Answer.Page("9", null, "b@9"));
        await using var running = Start();

        await ToldAsync("replaced a", "replaced b");
        await Deadline.UntilAsync(() => Api.Watches.Count == 2, "the watch was opened");
        Assert.EndsWith("&resourceVersion=9", Api.Watches.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AListThatGoesRoundIsBegunAnew()
    {
        Api.List(Answer.Page("1", "t1", "a@1")).List(Answer.Page("1", "t1", "a@1")).List(Answer.Page("2", null, "b@2"));
        await using var running = Start();

        await ToldAsync("replaced b");
    }

    [Theory]
    [InlineData("2147483647")]
    [InlineData("99999999999999999999")]
    [InlineData("-1")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT")]
    public async Task WhateverAServerAsksForItIsAskedAgainWithinMinutes(string retryAfter)
    {
        var time = new TimerWatch();
        Api.Watch(context =>
        {
            (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (429, retryAfter);
            return context.Response.WriteAsync("{}", context.RequestAborted);
        });
        await using var running = Start(time);
        await Deadline.UntilAsync(() => Status.Error is not null, "it was refused");

        await Deadline.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(10));
                return Api.Watches.Count >= 2;
            },
            "it asked again");

        Assert.InRange(time.GetUtcNow() - new TimerWatch().GetUtcNow(), TimeSpan.Zero, TimeSpan.FromMinutes(10));
    }

    private static int TimeoutOf(string query) => int.Parse(query.Split("timeoutSeconds=")[1].Split('&')[0], CultureInfo.InvariantCulture);

    // Nothing happens until the time that was asked for is over.
    private static async Task QuietAsync(HttpContext context)
    {
        await context.Response.StartAsync(context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        var seconds = int.Parse(context.Request.Query["timeoutSeconds"].Single()!, CultureInfo.InvariantCulture);
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, context.RequestAborted);
    }
}
