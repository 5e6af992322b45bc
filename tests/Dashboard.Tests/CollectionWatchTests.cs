using System.Collections.Concurrent;
using ApiBridge.Dashboard.Apis;
using ApiBridge.Dashboard.Cluster;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.Dashboard.Tests;

/// <summary>What the page knows follows what the API server says, whatever breaks in between.</summary>
public sealed class CollectionWatchTests
{
    private const string Path = "/apis/oda.tmforum.org/v1/exposedapis";
    private const string TooOld = """{"type":"ERROR","object":{"kind":"Status","code":410,"message":"too old resource version"}}""";
    private readonly ApiStore _store = new();
    private readonly WatchState _state = new("The ExposedAPIs", TimeProvider.System);
    private readonly ConcurrentQueue<string> _problems = new();
    private int _lists;
    private int _watches;

    [Fact]
    public async Task WhatChangedBeforeTheVersionWasTooOldAndIsNotListedAnyMoreIsGone()
    {
        await using var server = new ScriptedServer(asked => IsWatch(asked)
            ? ++_watches == 1 ? (200, $"{Event("MODIFIED", "x", 4)}\n{TooOld}\n") : null
            : ++_lists == 1 ? (200, List(string.Empty, "x", "y")) : (200, List(string.Empty, "y")));

        await FollowAsync(server, () => _lists == 2 && Names() == "y");
    }

    [Fact]
    public async Task WhatAListHadThatBrokeBeforeItsEndIsGoneWhenTheNextOneHasItNot()
    {
        await using var server = new ScriptedServer(asked =>
            IsWatch(asked) ? null
            : asked.Contains("continue=", StringComparison.Ordinal) ? (500, """{"message":"etcdserver: leader changed"}""")
            : ++_lists == 1 ? (200, List("more", "x")) : (200, List(string.Empty, "y")));

        await FollowAsync(server, () => _lists == 2 && Names() == "y");

        Assert.Contains(_problems, problem => problem.Contains("etcdserver: leader changed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatIsNotServedUnderItsFormerVersionAnyMoreIsListedAnew()
    {
        await using var server = new ScriptedServer(asked => IsWatch(asked)
            ? ++_watches == 1 ? (404, """{"message":"the server could not find the requested resource"}""") : null
            : ++_lists == 1 ? (200, List(string.Empty, "x")) : (200, List(string.Empty, "y")));

        await FollowAsync(server, () => _lists == 2 && Names() == "y");
    }

    [Theory]
    [InlineData(410, "")]
    [InlineData(200, "")]
    [InlineData(200, TooOld)]
    [InlineData(200, """{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"9"}}}""")]
    public async Task AWatchThatBringsNothingIsNotAskedForAgainWithoutAPause(int code, string body)
    {
        await using var server = new ScriptedServer(asked => IsWatch(asked) ? (code, body) : (200, List(string.Empty, "x")));

        await FollowAsync(server, () => server.Requests.Count(request => IsWatch(request.Asked)) >= 3);

        var at = server.Requests.Where(request => IsWatch(request.Asked)).Select(request => request.At).ToList();
        Assert.InRange(at[2] - at[0], TimeSpan.FromSeconds(1.4), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task AnErrorInTheStreamIsSaidInTheServersWords()
    {
        await using var server = new ScriptedServer(asked => IsWatch(asked)
            ? ++_watches == 1 ? (200, """{"type":"ERROR","object":{"kind":"Status","code":403,"message":"jane may not watch any more"}}""") : (200, Event("ADDED", "later", 5))
            : (200, List(string.Empty, "x")));

        await FollowAsync(server, () => Names() == "later x");

        Assert.Contains($"the API server ended a watch of {Path}: jane may not watch any more", _problems);
    }

    [Theory]
    [InlineData("""{"type":"MODIFIED"}""")]
    [InlineData("""{"type":"DELETED","object":7}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("half a li")]
    public async Task ALineThatIsNoneIsSaidAndTheWatchGoesOn(string line)
    {
        await using var server = new ScriptedServer(asked => IsWatch(asked)
            ? ++_watches == 1 ? (200, line) : (200, Event("ADDED", "later", 5))
            : (200, List(string.Empty, "x")));

        await FollowAsync(server, () => Names() == "later x");

        Assert.Contains(_problems, problem => problem.StartsWith("the API server's answer can't be read: ", StringComparison.Ordinal));
    }

    private static bool IsWatch(string asked) => asked.Contains("watch=true", StringComparison.Ordinal);

    private static string Object(string name, int version) =>
        $$$"""{"apiVersion":"oda.tmforum.org/v1","kind":"ExposedAPI","metadata":{"namespace":"shop","name":"{{{name}}}","uid":"u-{{{name}}}","resourceVersion":"{{{version}}}"},"spec":{"path":"/{{{name}}}"}}""";

    private static string Event(string type, string name, int version) => $$"""{"type":"{{type}}","object":{{Object(name, version)}}}""";

    private static string List(string next, params string[] names) =>
        $$$"""{"metadata":{"resourceVersion":"3","continue":"{{{next}}}"},"items":[{{{string.Join(',', names.Select(name => Object(name, 2)))}}}]}""";

    private string Names() => string.Join(' ', _store.All.Select(row => row.Name));

    private async Task FollowAsync(ScriptedServer server, Func<bool> until)
    {
        _state.Changed += (_, _) =>
        {
            if (_state.Problem is { } problem)
            {
                _problems.Enqueue(problem);
            }
        };
        using var connection = ClusterConnection.Open(new() { Server = server.Url.OriginalString });
        using var reads = new ClusterReads(connection);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var sink = new ApiSink(_store, api => new() { Namespace = api.Key.Namespace, Name = api.Key.Name, Version = api.ResourceVersion, State = ApiState.Ready });
        var running = new CollectionWatch(reads, _ => Task.FromResult(Path), sink, _state, TimeProvider.System).RunAsync(stop.Token);

        await Deadline.UntilAsync(until, "all came that should");

        Assert.False(running.IsCompleted);
        await stop.CancelAsync();
        await running;
    }
}
