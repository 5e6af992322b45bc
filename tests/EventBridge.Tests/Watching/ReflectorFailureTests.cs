using ApiBridge.EventBridge.Kubernetes;
using ApiBridge.EventBridge.Watching;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.EventBridge.Tests.Watching;

public sealed class ReflectorFailureTests : ReflectorFixture
{
    [Fact]
    public async Task GoneAsAnAnswerListsAgain()
    {
        Api.List(Answer.Page("1", null, "a@1")).Watch(Answer.Status(410, "Expired")).List(Answer.Page("9", null, "b@9"));
        await using var running = Start();

        await ToldAsync("replaced a", "replaced b");
        await Deadline.UntilAsync(() => Api.Watches.Count == 2, "the watch was opened again");

        Assert.EndsWith("&resourceVersion=9", Api.Watches.Last(), StringComparison.Ordinal);
        Assert.Equal(1, Restarts(RestartCause.Expired));
    }

    [Fact]
    public async Task GoneInTheStreamListsAgain()
    {
        Api.Watch(Answer.Lines(true, Answer.Event("ADDED", "a@2"), Answer.Error(410, "Expired"))).List(Answer.Page("1")).List(Answer.Page("9", null, "b@9"));
        await using var running = Start();

        await ToldAsync("replaced ", "added a", "replaced b");
    }

    [Fact]
    public async Task AnotherErrorInTheStreamIsResumedWithoutAList()
    {
        Api.Watch(Answer.Lines(true, Answer.Event("ADDED", "a@2"), Answer.Error(500, "InternalError"))).Watch(Answer.Lines(true, Answer.Event("ADDED", "b@3")));
        await using var running = Start();

        await ToldAsync("replaced ", "added a", "added b");

        Assert.Single(Api.Lists);
        Assert.EndsWith("&resourceVersion=2", Api.Watches.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AContinueTokenThatExpiredStartsTheListOverAndThenInOnePiece()
    {
        Api.List(Answer.Page("1", "t1", "a@1")).List(Answer.Status(410, "Expired")).List(Answer.Page("2", null, "a@1", "b@2"));
        await using var running = Start();

        await ToldAsync("replaced a,b");

        Assert.Equal(["?&limit=2", "?&limit=2&continue=t1", "?"], Api.Lists);
    }

    [Fact]
    public async Task ALineThatBreaksOffIsNotToldAndResumed()
    {
        Api.Watch(Answer.Cut(Answer.Event("ADDED", "a@2")[..20])).Watch(Answer.Lines(true, Answer.Event("ADDED", "a@2")));
        await using var running = Start();

        await ToldAsync("replaced ", "added a");
        Assert.Equal(1, Restarts(RestartCause.Broken));
    }

    [Theory]
    [InlineData(429, "TooManyRequests")]
    [InlineData(500, "InternalError")]
    [InlineData(503, "ServiceUnavailable")]
    [InlineData(403, "Forbidden")]
    public async Task AFailedListIsTriedAgain(int code, string reason)
    {
        Api.List(Answer.Status(code, reason)).List(Answer.Page("1", null, "a@1"));
        await using var running = Start();

        await ToldAsync("replaced a");
        Assert.Equal(1, Restarts(RestartCause.Refused));
        await Deadline.UntilAsync(() => Status.Error is null, "the failure is over");
    }

    [Fact]
    public async Task RetryAfterIsObeyedWhenItIsLongerThanTheBackoff()
    {
        var time = new TimerWatch();
        var wait = TimeSpan.FromSeconds(7);
        Api.Watch(Answer.Status(429, "TooManyRequests", retryAfter: 7));
        await using var running = Start(time);
        await Deadline.UntilAsync(() => time.Pending(length => length == wait) == 1, "it waits as long as it was asked to");

        time.Advance(wait - TimeSpan.FromMilliseconds(1));
        Assert.Single(Api.Watches);

        time.Advance(TimeSpan.FromMilliseconds(1));
        await Deadline.UntilAsync(() => Api.Watches.Count == 2, "it asked again");
    }

    [Fact]
    public async Task AConnectionThatFallsSilentIsGivenUpAndResumed()
    {
        var time = new TimerWatch();
        var inactivity = TestOptions.Watch.InactivityTimeout;
        Api.Watch(Answer.Lines(true, Answer.Event("ADDED", "a@2")));
        await using var running = Start(time);
        await ToldAsync("replaced ", "added a");

        await Deadline.UntilAsync(() => time.Pending(length => length == inactivity) == 1, "it waits for the next line");
        time.Advance(inactivity - TimeSpan.FromMilliseconds(1));
        Assert.Empty(Status.Restarts);

        time.Advance(TimeSpan.FromMilliseconds(1));
        await Deadline.UntilAsync(() => time.Pending(length => length <= TestOptions.Watch.MaxBackoff) == 1, "the watch was given up");
        time.Advance(TestOptions.Watch.MaxBackoff);
        await Deadline.UntilAsync(() => Api.Watches.Count == 2, "the watch was resumed");
        Assert.EndsWith("&resourceVersion=2", Api.Watches.Last(), StringComparison.Ordinal);
        Assert.Single(Api.Lists);
        Assert.Equal(1, Restarts(RestartCause.Silent));
    }

    [Fact]
    public async Task AForbiddenListNamesTheRuleToAdd()
    {
        Api.List(Answer.Status(403, "Forbidden"));
        await using var running = Start(new FakeTimeProvider());

        await Deadline.UntilAsync(() => Status.Error is not null, "the list was refused");

        Assert.Contains("""apiGroups: ["example.org"], resources: ["things"], verbs: [list, watch]""", Status.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACollectionThatIsNotServedEndsIt()
    {
        Api.List(Answer.Status(404, "NotFound"));
        await using var running = Start();

        var failure = await Assert.ThrowsAsync<KubernetesApiException>(() => running.Task);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, failure.StatusCode);
    }

    [Fact]
    public async Task AServerThatIsNotThereIsTriedAgain()
    {
        var port = TestServers.FreePorts.Find();
        await using var running = Start(url: $"http://127.0.0.1:{port}");

        await Deadline.UntilAsync(() => Restarts(RestartCause.Unreachable) >= 3, "it was tried three times");
        Assert.Contains("can't be reached", Status.Error, StringComparison.Ordinal);
    }
}
