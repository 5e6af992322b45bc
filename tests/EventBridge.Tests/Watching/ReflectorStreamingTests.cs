using ApiBridge.EventBridge.Watching;

namespace ApiBridge.EventBridge.Tests.Watching;

/// <summary>Servers that send what is there through the watch itself.</summary>
public sealed class ReflectorStreamingTests : ReflectorFixture
{
    [Fact]
    public async Task WhatIsThereComesThroughTheWatchAndTheSameWatchGoesOn()
    {
        Api.Stream(Answer.Lines(
            true, Answer.Event("ADDED", "a@1"), Answer.Event("ADDED", "b@2"), Answer.InitialEventsEnd("7"), Answer.Event("ADDED", "c@8")));
        await using var running = Start();

        await ToldAsync("replaced a,b", "added c");

        Assert.Empty(Api.Lists);
        Assert.Empty(Api.Watches);
        Assert.EndsWith("&sendInitialEvents=true&resourceVersionMatch=NotOlderThan", Assert.Single(Api.Streams), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatChangesBeforeTheEndOfTheInitialEventsIsToldAsItIsThen()
    {
        Api.Stream(Answer.Lines(
            true,
            Answer.Event("ADDED", "a@1"),
            Answer.Event("ADDED", "b@2"),
            Answer.Event("DELETED", "a@3"),
            Answer.Event("MODIFIED", "c@4"),
            Answer.InitialEventsEnd("4")));
        await using var running = Start();

        await ToldAsync("replaced b,c");
    }

    [Fact]
    public async Task NothingAtAllIsToldAsSoonAsTheServerSaysSo()
    {
        Api.Stream(Answer.Lines(true, Answer.InitialEventsEnd("4")));
        await using var running = Start();

        await ToldAsync("replaced ");
    }

    [Fact]
    public async Task AfterAQuietCloseItIsResumedFromTheLastVersion()
    {
        Api.Stream(Answer.Lines(false, Answer.InitialEventsEnd("7"), Answer.Event("ADDED", "a@8"))).Watch(Answer.Lines(true, Answer.Event("ADDED", "b@9")));
        await using var running = Start();

        await ToldAsync("replaced ", "added a", "added b");

        Assert.EndsWith("&resourceVersion=8", Assert.Single(Api.Watches), StringComparison.Ordinal);
        Assert.Equal(1, Restarts(RestartCause.Closed));
    }

    [Fact]
    public async Task AVersionThatExpiredIsStreamedAnew()
    {
        Api.Stream(Answer.Lines(true, Answer.InitialEventsEnd("7"), Answer.Error(410, "Expired")))
            .Stream(Answer.Lines(true, Answer.Event("ADDED", "a@8"), Answer.InitialEventsEnd("9")));
        await using var running = Start();

        await ToldAsync("replaced ", "replaced a");

        Assert.Empty(Api.Lists);
    }

    [Fact]
    public async Task AServerThatIsNotReadyIsAskedToStreamOnceMore()
    {
        Api.Stream(Answer.Status(429, "TooManyRequests")).Stream(Answer.Lines(true, Answer.Event("ADDED", "a@1"), Answer.InitialEventsEnd("2")));
        await using var running = Start();

        await ToldAsync("replaced a");

        Assert.Empty(Api.Lists);
        Assert.Equal(1, Restarts(RestartCause.Refused));
    }

    [Fact]
    public async Task AServerThatDoesNotStreamIsListedWithoutACountedFailure()
    {
        Api.Stream(Answer.Status(422, "Invalid")).List(Answer.Page("5", null, "a@1"));
        await using var running = Start();

        await ToldAsync("replaced a");
        await Deadline.UntilAsync(() => Api.Watches.Count == 1, "it watches");

        Assert.EndsWith("&resourceVersion=5", Assert.Single(Api.Watches), StringComparison.Ordinal);
        Assert.Empty(Status.Restarts);
    }

    [Fact]
    public async Task AStreamThatEndsTooSoonTellsNothingAndIsListedInstead()
    {
        Api.Stream(Answer.Lines(false, Answer.Event("ADDED", "a@1"))).List(Answer.Page("5", null, "a@1", "b@2"));
        await using var running = Start();

        await ToldAsync("replaced a,b");

        Assert.Equal(1, Restarts(RestartCause.Broken));
    }

    [Fact]
    public async Task AServerThatOnlyWatchesWhenItIsAskedToStreamIsListedInstead()
    {
        Api.Stream(Answer.Lines(true, Answer.Event("ADDED", "a@1"), Answer.Bookmark("3"))).List(Answer.Page("5", null, "a@1", "b@2"));
        await using var running = Start();

        await ToldAsync("replaced a,b");
    }
}
