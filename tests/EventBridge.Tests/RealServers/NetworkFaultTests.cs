using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Tests.Watching;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.EventBridge.Tests.RealServers;

/// <summary>What a real server, and the network before it, do to a watch.</summary>
public sealed class NetworkFaultTests(SharedServers servers) : RealServerTests
{
    [Theory]
    [MemberData(nameof(Flavors))]
    public async Task AWatchFromAVersionThatTheServerForgotStartsOver(KubernetesFlavor flavor)
    {
        using var apis = await ApiCollection.NewAsync(await servers.OfAsync(flavor), "stays", "changes", "goes");
        await using var proxy = await FaultyProxy.StartAsync(apis.Server);
        var told = "";
        proxy.Next(FaultyProxy.IsResumed, async (context, forward) =>
        {
            await apis.ChangeAsync("changes");
            await apis.DeleteAsync("goes");
            await apis.CreateAsync("comes");
            context.Request.QueryString = new("?watch=true&allowWatchBookmarks=true&resourceVersion=1");
            await using var spy = new SpyStream(context.Response.Body);
            context.Response.Body = spy;
            await forward(context);
            told = spy.Text;
        });
        await using var follower = new Follower(new() { Server = proxy.Url }, apis.Namespace, ShortWatches);

        await Deadline.UntilAsync(() => follower.View.Replacements == 2, "it started over");
        await follower.CatchesUpAsync(apis);

        Assert.Contains("""{"type":"ERROR",""", told, StringComparison.Ordinal);
        Assert.Contains("\"code\":410", told, StringComparison.Ordinal);
        Assert.All(proxy.Exchanges, exchange => Assert.NotEqual(410, exchange.Status));
    }

    [Theory]
    [MemberData(nameof(Flavors))]
    public async Task AServerThatAsksToBeLeftAloneIsLeftAloneAndAskedAgain(KubernetesFlavor flavor)
    {
        using var apis = await ApiCollection.NewAsync(await servers.OfAsync(flavor), "a", "b", "c");
        await using var proxy = await FaultyProxy.StartAsync(apis.Server);
        proxy
            .Next(FaultyProxy.IsAny, static (context, _) => Answer.Status(429, "TooManyRequests", retryAfter: 1)(context))
            .Next(FaultyProxy.IsAny, static (context, _) => Answer.Status(503, "ServiceUnavailable", retryAfter: 1)(context))
            .Next(FaultyProxy.IsAny, static (context, _) => Answer.Status(500, "InternalError")(context));
        await using var follower = new Follower(new() { Server = proxy.Url }, apis.Namespace, TestOptions.Watch);

        await follower.CatchesUpAsync(apis);

        var times = proxy.Exchanges.Select(static exchange => exchange.Time).ToList();
        Assert.Equal([429, 503, 500], proxy.Exchanges.Take(3).Select(static exchange => exchange.Status));

        // A timer may come a few milliseconds early by another clock.
        var asked = TimeSpan.FromSeconds(1) - TimeSpan.FromMilliseconds(20);
        Assert.All([0, 1], first => Assert.True(TimeProvider.System.GetElapsedTime(times[first], times[first + 1]) >= asked));
        Assert.Equal(1, follower.View.Replacements);
    }

    [Theory]
    [MemberData(nameof(Flavors))]
    public async Task AWatchThatTheServerEndsWithoutALineIsResumed(KubernetesFlavor flavor)
    {
        using var apis = await ApiCollection.NewAsync(await servers.OfAsync(flavor), "a", "b");
        await using var proxy = await FaultyProxy.StartAsync(apis.Server);
        await using var follower = new Follower(new() { Server = proxy.Url }, apis.Namespace, ShortWatches);
        await follower.CatchesUpAsync(apis);
        var (failures, resumed) = (follower.Failures, Resumed());
        await Deadline.UntilAsync(() => Resumed() >= resumed + 2, "it was resumed twice");

        await apis.DeleteAsync("a");
        await apis.ChangeAsync("b");
        await follower.CatchesUpAsync(apis);

        Assert.Equal(1, follower.View.Replacements);
        Assert.Equal(failures, follower.Failures);

        int Resumed() => proxy.Exchanges.Count(static exchange => exchange.Query.Contains("&resourceVersion=", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Flavors))]
    public async Task AWatchThatBreaksOffAfterItsHeadersIsResumed(KubernetesFlavor flavor)
    {
        using var apis = await ApiCollection.NewAsync(await servers.OfAsync(flavor), "a", "b");
        await using var proxy = await FaultyProxy.StartAsync(apis.Server);
        proxy
            .Next(FaultyProxy.IsResumed, static (context, _) => Answer.Lines()(context))
            .Next(FaultyProxy.IsResumed, static (context, _) => Answer.Cut("")(context))
            .Next(FaultyProxy.IsResumed, static (context, _) => Answer.Cut("""{"type":"ADDED","obj""")(context));
        await using var follower = new Follower(new() { Server = proxy.Url }, apis.Namespace, ShortWatches);
        await Deadline.UntilAsync(() => proxy.Pending == 0, "it broke off three times");

        await apis.CreateAsync("c");
        await apis.DeleteAsync("a");
        await follower.CatchesUpAsync(apis);

        Assert.Equal(1, follower.View.Replacements);
        Assert.True(follower.Failures >= 2);
    }

    [Theory]
    [MemberData(nameof(Flavors))]
    public async Task AConnectionThatFallsSilentIsGivenUp(KubernetesFlavor flavor)
    {
        using var apis = await ApiCollection.NewAsync(await servers.OfAsync(flavor), "a", "b");
        await using var proxy = await FaultyProxy.StartAsync(apis.Server);
        await using var network = new TcpProxy(new(proxy.Url));
        var options = TestOptions.Watch with { InactivityTimeout = TimeSpan.FromSeconds(2) };

        await FallSilentAsync(apis, network, new() { Server = network.Url.ToString() }, options);
    }

    [Fact]
    public async Task AnHttp2ConnectionThatFallsSilentIsGivenUpOnceItsPingsGoUnanswered()
    {
        using var apis = await ApiCollection.NewAsync(await servers.OfAsync(KubernetesFlavor.Mini36), "a", "b");
        await using var network = new TcpProxy(apis.Server.Url);

        await FallSilentAsync(apis, network, new() { Kubeconfig = await apis.Server.KubeconfigThroughAsync(network.Url, Token) }, TestOptions.Watch);
    }

    private static async Task FallSilentAsync(ApiCollection apis, TcpProxy network, KubernetesOptions connection, WatchOptions options)
    {
        await using var follower = new Follower(connection, apis.Namespace, options);
        await follower.CatchesUpAsync(apis);
        await apis.CreateAsync("watched");
        await follower.CatchesUpAsync(apis);

        var failures = follower.Failures;

        network.Freeze();
        await apis.DeleteAsync("a");
        await apis.ChangeAsync("b");
        await apis.CreateAsync("c");
        await follower.CatchesUpAsync(apis);

        Assert.Equal(1, follower.View.Replacements);
        Assert.Equal(failures + 1, follower.Failures);
    }
}
