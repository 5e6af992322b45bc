using ApiBridge.EventBridge.Tests.Watching;

namespace ApiBridge.EventBridge.Tests.RealServers;

/// <summary>What becomes of a watch whose version, or of a list whose continue token, etcd has compacted away.</summary>
[Collection(Compacted)]
public sealed class CompactionTests(SharedServers servers) : RealServerTests
{
    public static TheoryData<KubernetesFlavor, bool> FlavorsCompactedOrNot => new MatrixTheoryData<KubernetesFlavor, bool>(Enum.GetValues<KubernetesFlavor>(), [true, false]);

    [Theory]
    [MemberData(nameof(FlavorsCompactedOrNot))]
    public async Task AWatchThatWasCutOffGoesOnFromItsVersionUnlessThatWasCompactedAway(KubernetesFlavor flavor, bool isCompacted)
    {
        using var apis = await ApiCollection.NewAsync(await servers.OfAsync(flavor, cached: false), "stays", "changes", "goes", "is-replaced");
        await using var network = new TcpProxy(apis.Server.Url);
        var kubeconfig = await apis.Server.KubeconfigThroughAsync(network.Url, Token);
        await using var follower = new Follower(new() { Kubeconfig = kubeconfig }, apis.Namespace, TestOptions.Watch);
        await follower.CatchesUpAsync(apis);

        network.Cut();
        await Deadline.UntilAsync(() => follower.Status.Failures > 0, "the watch is cut off");
        await ChangeAllAsync(apis);
        if (isCompacted)
        {
            await apis.Server.Etcd.CompactAsync(Token);
        }

        network.Restore();
        await follower.CatchesUpAsync(apis);

        Assert.Equal(isCompacted ? 2 : 1, follower.View.Replacements);
    }

    [Theory]
    [MemberData(nameof(Flavors))]
    public async Task ACompactionBetweenTwoPagesStartsTheListOverInOnePiece(KubernetesFlavor flavor)
    {
        using var apis = await ApiCollection.NewAsync(await servers.OfAsync(flavor, cached: false), "a", "b", "changes", "d", "goes", "is-replaced");
        await using var proxy = await FaultyProxy.StartAsync(apis.Server);
        proxy.Next(FaultyProxy.IsStreamedList, static (context, _) => Answer.Status(422, "Invalid")(context)).Next(FaultyProxy.IsFurtherPage, async (context, forward) =>
        {
            await ChangeAllAsync(apis);
            await apis.Server.Etcd.CompactAsync(Token);
            await forward(context);
        });
        await using var follower = new Follower(new() { Server = proxy.Url }, apis.Namespace, TestOptions.Watch);

        await Deadline.UntilAsync(() => follower.View.Replacements == 1, "the list was read to its end");
        await follower.CatchesUpAsync(apis);

        var lists = proxy.Exchanges.Where(static exchange => !exchange.Query.Contains("watch=true", StringComparison.Ordinal)).ToList();
        Assert.Equal([200, 410, 200], lists.Select(static list => list.Status));
        Assert.Equal("?", lists[2].Query);
    }

    private static async Task ChangeAllAsync(ApiCollection apis)
    {
        await apis.CreateAsync("comes");
        await apis.CreateAsync("comes-and-goes");
        await apis.ChangeAsync("changes");
        await apis.DeleteAsync("goes");
        await apis.DeleteAsync("comes-and-goes");
        await apis.DeleteAsync("is-replaced");
        await apis.CreateAsync("is-replaced");
    }
}
