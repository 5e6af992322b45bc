using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiBridge.EventBridge.Tests.RealServers;

/// <summary>A collection of 20,000 objects, read over a slow line while it changes.</summary>
public sealed class LongListTests(SharedServers servers) : RealServerTests
{
    private const int Count = 20_000;
    private const int BytesPerSecond = 4_000_000;

    public static TheoryData<KubernetesFlavor, int> PageSizes => new()
    {
        { KubernetesFlavor.KubeApiServer, 500 },
        { KubernetesFlavor.Mini36, 250 },
    };

    [Theory]
    [MemberData(nameof(PageSizes))]
    public async Task ALongListThatChangesWhileItIsReadIsWholeInTheEnd(KubernetesFlavor flavor, int pageSize)
    {
        using var apis = await ApiCollection.NewAsync(await servers.OfAsync(flavor));
        await apis.Server.Etcd.StoreAsync(
            $"oda.tmforum.org/exposedapis/{apis.Namespace}", Enumerable.Range(0, Count).Select(number => Stored($"api-{number:D5}", apis.Namespace)), Token);
        await using var network = new TcpProxy(apis.Server.Url) { BytesPerSecond = BytesPerSecond };
        var kubeconfig = await apis.Server.KubeconfigThroughAsync(network.Url, Token);
        await using var follower = new Follower(new() { Kubeconfig = kubeconfig }, apis.Namespace, TestOptions.Watch with { PageSize = pageSize });

        // What comes early in the list, and what comes late, changes and goes before, while and after it is read.
        var changes = 0;
        for (; follower.View.Replacements == 0; changes++)
        {
            await apis.ChangeAsync($"api-{changes:D5}");
            await apis.DeleteAsync($"api-{Count - 1 - changes:D5}");
            await apis.CreateAsync($"api-{Count + changes:D5}");
        }

        await follower.CatchesUpAsync(apis);

        Assert.True(changes >= 10, $"Only {changes} objects changed while the list was read.");
    }

    private static KeyValuePair<string, string> Stored(string name, string @namespace)
    {
        var api = JsonSerializer.SerializeToNode(ApiCollection.Api(name))!;
        api["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = @namespace,
            ["uid"] = $"{Guid.NewGuid()}",
            ["creationTimestamp"] = "2026-01-01T00:00:00Z",
            ["generation"] = 1,
        };
        return new(name, api.ToJsonString());
    }
}
