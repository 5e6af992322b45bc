using ApiBridge.Domain;
using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Kubernetes;
using ApiBridge.EventBridge.Watching;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.EventBridge.Tests.Watching;

public sealed class ReflectorTests : IAsyncLifetime
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);
    private readonly RecordingSink _sink = new();
    private ScriptedApi _api = null!;
    private WatchStatus _status = null!;

    public async ValueTask InitializeAsync() => _api = await ScriptedApi.StartAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task AListIsReadPageByPageAndToldWhole()
    {
        _api.List(Answer.Page("7", "t 1", "a@1", "b@2")).List(Answer.Page("7", null, "c@3"));
        await using var running = Start();

        await ToldAsync("replaced a,b,c");

        Assert.Equal(["?&limit=2", "?&limit=2&continue=t%201"], _api.Lists);
    }

    [Fact]
    public async Task EventsAreToldInOrder()
    {
        _api.Watch(Answer.Lines(true, Answer.Event("ADDED", "a@2"), Answer.Event("MODIFIED", "a@3"), Answer.Event("DELETED", "a@4")));
        await using var running = Start();

        await ToldAsync("replaced ", "added a", "modified a", "deleted a");
    }

    [Fact]
    public async Task TheFirstEventIsToldWhileTheWatchIsOpen()
    {
        _api.Watch(Answer.Lines(true, Answer.Event("ADDED", "a@2")));
        await using var running = Start();

        await ToldAsync("replaced ", "added a");
        Assert.Single(_api.Watches);
    }

    [Fact]
    public async Task AQuietCloseIsResumedFromTheLastVersionWithoutAList()
    {
        _api.Watch(Answer.Lines(false, Answer.Event("ADDED", "a@5"))).Watch(Answer.Lines(true, Answer.Event("ADDED", "b@6")));
        await using var running = Start();

        await ToldAsync("replaced ", "added a", "added b");

        Assert.Single(_api.Lists);
        Assert.Contains("resourceVersion=5&", _api.Watches.Last(), StringComparison.Ordinal);
        Assert.Equal(0, _status.Failures);
    }

    [Fact]
    public async Task BookmarksAdvanceTheVersionAndTellNothing()
    {
        _api.Watch(Answer.Lines(false, Answer.Bookmark("40"), Answer.Bookmark("41")));
        await using var running = Start();
        await Deadline.UntilAsync(() => _api.Watches.Count == 2, "the watch was resumed");

        Assert.Contains("allowWatchBookmarks=true", _api.Watches.First(), StringComparison.Ordinal);
        Assert.Contains("resourceVersion=41&", _api.Watches.Last(), StringComparison.Ordinal);
        Assert.Equal(["replaced "], _sink.Told);
        Assert.Equal(0, _status.Events);
    }

    [Fact]
    public async Task ACloseBeforeTheFirstLineIsResumedAfterAWait()
    {
        _api.Watch(Answer.Lines()).Watch(Answer.Lines()).Watch(Answer.Lines(true, Answer.Event("ADDED", "a@2")));
        await using var running = Start();

        await ToldAsync("replaced ", "added a");

        Assert.Single(_api.Lists);
        Assert.All(_api.Watches, watch => Assert.Contains("resourceVersion=1&", watch, StringComparison.Ordinal));
    }

    [Fact]
    public async Task GoneAsAnAnswerListsAgain()
    {
        _api.List(Answer.Page("1", null, "a@1")).Watch(Answer.Status(410, "Expired")).List(Answer.Page("9", null, "b@9"));
        await using var running = Start();

        await ToldAsync("replaced a", "replaced b");
        await Deadline.UntilAsync(() => _api.Watches.Count == 2, "the watch was opened again");

        Assert.Contains("resourceVersion=9&", _api.Watches.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GoneInTheStreamListsAgain()
    {
        _api.Watch(Answer.Lines(true, Answer.Event("ADDED", "a@2"), Answer.Error(410, "Expired"))).List(Answer.Page("1")).List(Answer.Page("9", null, "b@9"));
        await using var running = Start();

        await ToldAsync("replaced ", "added a", "replaced b");
    }

    [Fact]
    public async Task AnotherErrorInTheStreamIsResumedWithoutAList()
    {
        _api.Watch(Answer.Lines(true, Answer.Event("ADDED", "a@2"), Answer.Error(500, "InternalError"))).Watch(Answer.Lines(true, Answer.Event("ADDED", "b@3")));
        await using var running = Start();

        await ToldAsync("replaced ", "added a", "added b");

        Assert.Single(_api.Lists);
        Assert.Contains("resourceVersion=2&", _api.Watches.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AContinueTokenThatExpiredStartsTheListOverAndThenInOnePiece()
    {
        _api.List(Answer.Page("1", "t1", "a@1")).List(Answer.Status(410, "Expired")).List(Answer.Page("2", null, "a@1", "b@2"));
        await using var running = Start();

        await ToldAsync("replaced a,b");

        Assert.Equal(["?&limit=2", "?&limit=2&continue=t1", "?"], _api.Lists);
    }

    [Fact]
    public async Task ALineThatBreaksOffIsNotToldAndResumed()
    {
        _api.Watch(Answer.Cut(Answer.Event("ADDED", "a@2")[..20])).Watch(Answer.Lines(true, Answer.Event("ADDED", "a@2")));
        await using var running = Start();

        await ToldAsync("replaced ", "added a");
        Assert.Equal(1, _status.Failures);
    }

    [Theory]
    [InlineData(429, "TooManyRequests")]
    [InlineData(500, "InternalError")]
    [InlineData(503, "ServiceUnavailable")]
    [InlineData(403, "Forbidden")]
    public async Task AFailedListIsTriedAgain(int code, string reason)
    {
        _api.List(Answer.Status(code, reason)).List(Answer.Page("1", null, "a@1"));
        await using var running = Start();

        await ToldAsync("replaced a");
        Assert.Equal(1, _status.Failures);
        await Deadline.UntilAsync(() => _status.Error is null, "the failure is over");
    }

    [Fact]
    public async Task RetryAfterIsObeyedWhenItIsLongerThanTheBackoff()
    {
        var time = new FakeTimeProvider();
        _api.Watch(Answer.Status(429, "TooManyRequests", retryAfter: 7));
        await using var running = Start(time);
        await Deadline.UntilAsync(() => _status.Error is not null, "the watch was refused");

        var waited = await AdvanceUntilAsync(time, () => _api.Watches.Count == 2);

        Assert.InRange(waited, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(9));
    }

    [Fact]
    public async Task AConnectionThatFallsSilentIsGivenUpAndResumed()
    {
        var time = new FakeTimeProvider();
        var inactivity = TestOptions.Watch.InactivityTimeout;
        _api.Watch(Answer.Lines(true, Answer.Event("ADDED", "a@2")));
        await using var running = Start(time);
        await ToldAsync("replaced ", "added a");

        var waited = await AdvanceUntilAsync(time, () => _api.Watches.Count == 2);

        Assert.InRange(waited, inactivity, inactivity + TimeSpan.FromSeconds(5));
        Assert.Contains("resourceVersion=2&", _api.Watches.Last(), StringComparison.Ordinal);
        Assert.Single(_api.Lists);
    }

    [Fact]
    public async Task EachWatchAsksForARandomEndBetweenTheTwoTimeouts()
    {
        for (var i = 0; i < 5; i++)
        {
            _api.Watch(Answer.Lines(false, Answer.Bookmark("2")));
        }

        await using var running = Start();
        await Deadline.UntilAsync(() => _api.Watches.Count == 6, "the watch was resumed");

        var timeouts = _api.Watches.Select(query => int.Parse(query[(query.LastIndexOf('=') + 1)..], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.All(timeouts, timeout => Assert.InRange(timeout, 300, 600));
        Assert.True(timeouts.Distinct().Count() > 1);
    }

    [Fact]
    public async Task AForbiddenListNamesTheRuleToAdd()
    {
        _api.List(Answer.Status(403, "Forbidden"));
        await using var running = Start(new FakeTimeProvider());

        await Deadline.UntilAsync(() => _status.Error is not null, "the list was refused");

        Assert.Contains("""apiGroups: ["example.org"], resources: ["things"], verbs: [get, list, watch]""", _status.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACollectionThatIsNotServedEndsIt()
    {
        _api.List(Answer.Status(404, "NotFound"));
        await using var running = Start();

        var failure = await Assert.ThrowsAsync<KubernetesApiException>(() => running.Task);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, failure.StatusCode);
    }

    [Fact]
    public async Task AServerThatIsNotThereIsTriedAgain()
    {
        var port = TestServers.FreePorts.Find();
        await using var running = Start(url: $"http://127.0.0.1:{port}");

        await Deadline.UntilAsync(() => _status.Failures >= 3, "it was tried three times");
        Assert.Contains("can't be reached", _status.Error, StringComparison.Ordinal);
    }

    private static async Task<TimeSpan> AdvanceUntilAsync(FakeTimeProvider time, Func<bool> condition)
    {
        var start = time.GetUtcNow();
        await Deadline.UntilAsync(
            () =>
            {
                if (condition())
                {
                    return true;
                }

                time.Advance(Step);
                return false;
            },
            "the condition came with time");
        return time.GetUtcNow() - start;
    }

    private Running Start(TimeProvider? time = null, string? url = null)
    {
        time ??= TimeProvider.System;
        _status = new("things", time);
        var api = new KubernetesApi(TestOptions.Of(new KubernetesOptions { Server = url ?? _api.Url }), time);
        var reflector = new Reflector<string>(
            api,
            new(new(new GroupVersionResource("example.org", "v1", "things"), Namespace: null)),
            static item => item.GetProperty("metadata").GetProperty("name").GetString(),
            _sink,
            _status,
            TestOptions.Watch,
            time,
            NullLogger.Instance);
        return new(async token =>
        {
            using (api)
            {
                await reflector.RunAsync(token);
            }
        });
    }

    private Task ToldAsync(params string[] expected) =>
        Deadline.UntilAsync(() => _sink.Told.SequenceEqual(expected), $"it was told: {string.Join("; ", expected)}");
}
