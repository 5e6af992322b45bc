using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Tests.Hosting;
using Azure.Storage.Queues;

namespace ApiBridge.EventBridge.Tests.RealServers;

/// <summary>An object that a real server stores, and nobody can read, beside good ones.</summary>
public sealed class DeepObjectTests(SharedServers servers, AzuriteFixture azurite) : RealServerTests
{
    private readonly string _queueName = AzuriteFixture.NewQueueName();

    private QueueClient Queue => AzuriteFixture.Client(azurite.ConnectionString, _queueName);

    [Theory]
    [InlineData(100)]
    [InlineData(5000)]
    public async Task ItsNeighboursGetTheirMessagesAndItIsNamedUntilItIsMended(int levels)
    {
        using var apis = await ApiCollection.NewAsync(await servers.OfAsync(KubernetesFlavor.KubeApiServer), "good");
        await apis.CreateDeepAsync("deep", levels);
        await using var bridge = await StartAsync(apis);
        using var probe = new HttpClient { BaseAddress = bridge.Url };
        Assert.Equal("good", Assert.Single(await Queue.TakeAsync(1)).Key.Name);

        await apis.CreateDeepAsync("deeper", levels);
        await apis.CreateAsync("better");
        Assert.Equal("better", Assert.Single(await Queue.TakeAsync(1)).Key.Name);
        await Deadline.UntilAsync(async () => (await UnreadableAsync(probe)).Count == 2, "both are in the report");
        Assert.Equal(["deep", "deeper"], await UnreadableAsync(probe));
        Assert.Contains("apibridge_objects_unreadable", await probe.GetStringWhateverStatusAsync("/metrics"), StringComparison.Ordinal);
        await Deadline.UntilAsync(async () => (await apis.EventsOnAsync("deep")).Count == 1, "an Event is on it");
        var (reason, message) = Assert.Single(await apis.EventsOnAsync("deep"));
        Assert.Equal(ConditionReasons.Unreadable, reason);
        Assert.Contains("levels deep", message, StringComparison.Ordinal);

        await apis.ChangeAsync("deep", new { spec = new { deep = (object?)null } });
        await apis.DeleteAsync("deeper");
        var told = await Queue.TakeAsync(2);

        Assert.Equal([("deep", EventReason.Changed), ("deeper", EventReason.Deleted)], told.Select(message => (message.Key.Name, message.Reason)).Order());
        await Deadline.UntilAsync(async () => (await UnreadableAsync(probe)).Count == 0, "none is in the report");
    }

    private static async Task<IReadOnlyList<string>> UnreadableAsync(HttpClient probe)
    {
        using var report = JsonDocument.Parse(await probe.GetStringWhateverStatusAsync("/readyz"));
        Assert.True(report.RootElement.GetProperty("ready").GetBoolean(), $"{report.RootElement}");
        return [.. report.RootElement.GetProperty("unreadable").EnumerateArray().Select(found => found.GetProperty("name").GetString()!)];
    }

    private Task<RunningBridge> StartAsync(ApiCollection apis) => RunningBridge.StartAsync(new()
    {
        ["AzureWebJobsStorage"] = azurite.ConnectionString,
        ["ApiEventsQueue"] = _queueName,
        ["ApiBridge:Kubernetes:Kubeconfig"] = apis.Server.KubeconfigPath,
        ["ApiBridge:Leadership:Namespace"] = apis.Namespace,
        ["ApiBridge:Scope:Namespaces"] = apis.Namespace,
    });
}
