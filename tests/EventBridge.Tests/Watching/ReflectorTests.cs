using ApiBridge.EventBridge.Watching;

namespace ApiBridge.EventBridge.Tests.Watching;

public sealed class ReflectorTests : ReflectorFixture
{
    [Fact]
    public async Task AListIsReadPageByPageAndToldWhole()
    {
        Api.List(Answer.Page("7", "t 1", "a@1", "b@2")).List(Answer.Page("7", null, "c@3"));
        await using var running = Start();

        await ToldAsync("replaced a,b,c");

        Assert.Equal(["?&limit=2", "?&limit=2&continue=t%201"], Api.Lists);
    }

    [Fact]
    public async Task EventsAreToldInOrder()
    {
        Api.Watch(Answer.Lines(true, Answer.Event("ADDED", "a@2"), Answer.Event("MODIFIED", "a@3"), Answer.Event("DELETED", "a@4")));
        await using var running = Start();

        await ToldAsync("replaced ", "added a", "modified a", "deleted a");
    }

    [Fact]
    public async Task TheFirstEventIsToldWhileTheWatchIsOpen()
    {
        Api.Watch(Answer.Lines(true, Answer.Event("ADDED", "a@2")));
        await using var running = Start();

        await ToldAsync("replaced ", "added a");
        Assert.Single(Api.Watches);
    }

    [Fact]
    public async Task AQuietCloseIsResumedFromTheLastVersionWithoutAList()
    {
        Api.Watch(Answer.Lines(false, Answer.Event("ADDED", "a@5"))).Watch(Answer.Lines(true, Answer.Event("ADDED", "b@6")));
        await using var running = Start();

        await ToldAsync("replaced ", "added a", "added b");

        Assert.Single(Api.Lists);
        Assert.EndsWith("&resourceVersion=5", Api.Watches.Last(), StringComparison.Ordinal);
        Assert.Equal([(RestartCause.Closed, 1L)], Status.Restarts.Select(restart => (restart.Key, restart.Value)));
    }

    [Fact]
    public async Task BookmarksAdvanceTheVersionAndTellNothing()
    {
        Api.Watch(Answer.Lines(false, Answer.Bookmark("40"), Answer.Bookmark("41")));
        await using var running = Start();
        await Deadline.UntilAsync(() => Api.Watches.Count == 2, "the watch was resumed");

        Assert.Contains("allowWatchBookmarks=true", Api.Watches.First(), StringComparison.Ordinal);
        Assert.EndsWith("&resourceVersion=41", Api.Watches.Last(), StringComparison.Ordinal);
        Assert.Equal(["replaced "], Sink.Told);
        Assert.Equal(0, Status.Events);
    }

    [Fact]
    public async Task ACloseBeforeTheFirstLineIsResumedAfterAWait()
    {
        Api.Watch(Answer.Lines()).Watch(Answer.Lines()).Watch(Answer.Lines(true, Answer.Event("ADDED", "a@2")));
        await using var running = Start();

        await ToldAsync("replaced ", "added a");

        Assert.Single(Api.Lists);
        Assert.All(Api.Watches, watch => Assert.EndsWith("&resourceVersion=1", watch, StringComparison.Ordinal));
    }

    [Fact]
    public async Task EachWatchAsksForARandomEndBetweenTheTwoTimeouts()
    {
        for (var i = 0; i < 5; i++)
        {
            Api.Watch(Answer.Lines(false, Answer.Bookmark("2")));
        }

        await using var running = Start();
        await Deadline.UntilAsync(() => Api.Watches.Count == 6, "the watch was resumed");

        var timeouts = Api.Watches.Select(query => int.Parse(query.Split("timeoutSeconds=")[1].Split('&')[0], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.InRange(timeouts[0], 75, 120); // Nobody knows yet whether there will be bookmarks.
        Assert.All(timeouts[1..], timeout => Assert.InRange(timeout, 300, 600));
        Assert.True(timeouts.Distinct().Count() > 2);
    }
}
