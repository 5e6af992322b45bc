namespace ApiBridge.EventBridge.Tests.RealServers;

/// <summary>An API server that dies with the watch on it and comes back, while objects come, change and go.</summary>
public sealed class RestartTests : RealServerTests
{
    private const int Writes = 30;

    [Theory]
    [MemberData(nameof(Flavors))]
    public Task AWatchOutlivesTheDeathOfItsServer(KubernetesFlavor flavor) => OutliveAsync(flavor, cached: true);

    [Fact]
    public async Task AWatchGoesOnFromItsVersionWhenTheServerStillKnowsIt()
    {
        // A new cache knows nothing of what was before it; etcd does.
        var view = await OutliveAsync(KubernetesFlavor.KubeApiServer, cached: false);

        Assert.Equal(1, view.Replacements);
    }

    private static async Task<View> OutliveAsync(KubernetesFlavor flavor, bool cached)
    {
        await using var server = await SharedServers.StartAsync(flavor, cached);
        using var apis = await ApiCollection.NewAsync(server, [.. Enumerable.Range(0, 10).Select(static number => $"api-{number}")]);
        await using var follower = new Follower(new() { Kubeconfig = server.KubeconfigPath }, apis.Namespace, TestOptions.Watch);
        await follower.CatchesUpAsync(apis);
        await using (var churn = new Churn(apis))
        {
            await churn.GoesOnAsync(Writes);
            await server.KillApiServerAsync(Token);
            await Deadline.UntilAsync(() => follower.Status.Failures > 0, "the watch broke");
            await server.RestartApiServerAsync(Token);
            await churn.GoesOnAsync(Writes);
        }

        await follower.CatchesUpAsync(apis);
        return follower.View;
    }
}
