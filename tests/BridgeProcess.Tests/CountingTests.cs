using System.Text.Json.Nodes;

namespace ApiBridge.BridgeProcess.Tests;

/// <summary>Nothing is sent for nothing, and the counters prove it.</summary>
public sealed class CountingTests(ClusterFixture cluster, AzuriteFixture azurite) : BridgeProcessTest(cluster, azurite)
{
    [Fact]
    public async Task WhatIsSentAndWhatIsNotIsCountedByItsReason()
    {
        var apis = new Apis(Cluster, await Cluster.NewNamespaceAsync());
        var listed = await apis.CreateAsync("listed");
        var bridge = StartBridge(apis.Namespace, ("ApiBridge:Queue:Spacing", "00:00:00"));
        await AnnouncedAsync(listed);

        await AnnouncedAsync(await apis.CreateAsync("api", hasFinalizer: true));
        await apis.MergeAsync("api", new JsonObject { ["status"] = new JsonObject { ["implementation"] = new JsonObject { ["ready"] = false } } });
        await apis.MergeAsync("api", new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["note"] = "of no matter" } } });
        await AnnouncedAsync(await apis.ChangePathAsync("api", $"/{apis.Namespace}/moved"));
        await apis.StripAndDeleteAsync("api");
        await AnnouncedAsync(await apis.CreateAsync("last"));
        await bridge.IsSettledAsync();

        Assert.Equal(
            new() { ["Listed"] = 1, ["Changed"] = 4, ["Echo"] = 2, ["Released"] = 1 }, await bridge.MetricByAsync("apibridge_decisions_total", "decision"));
        Assert.Equal(new() { ["Listed"] = 1, ["Changed"] = 4 }, await bridge.MetricByAsync("apibridge_messages_sent_total", "reason"));
        Assert.Empty(await bridge.MetricByAsync("apibridge_messages_failed_total", "reason"));
        Assert.Equal(2, await bridge.MetricAsync("apibridge_apis"));
        Assert.Equal(1, await bridge.MetricAsync("apibridge_leader"));
    }
}
