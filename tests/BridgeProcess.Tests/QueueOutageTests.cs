using ApiBridge.LocalStack.Azurite;

namespace ApiBridge.BridgeProcess.Tests;

/// <summary>Storage that goes away, or has had enough.</summary>
public sealed class QueueOutageTests(ClusterFixture cluster, AzuriteFixture azurite) : BridgeProcessTest(cluster, azurite)
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task WhileStorageIsAwayEachApiWaitsOnceAndThenIsSentOnce()
    {
        const int Parallelism = 8;
        using var folder = new TemporaryFolder();
        await using var storage = await AzuriteProcess.StartAsync(new() { Location = folder.Path }, TimeProvider.System, Token);
        ConnectionString = storage.ConnectionString;
        var apis = new Apis(Cluster, await Cluster.NewNamespaceAsync());
        var bridge = StartBridge(
            apis.Namespace, ("ApiBridge:Queue:MaxBackoff", "00:00:02"), ("ApiBridge:Queue:Parallelism", $"{Parallelism}"), ("ApiBridge:Resync:Period", "00:10:00"));
        await AnnouncedAsync(await apis.CreateAsync("before", 20));

        await storage.StopAsync();
        await apis.CreateAsync("during", 20);
        for (var round = 0; round < 5; round++)
        {
            foreach (var api in await apis.ListAsync())
            {
                await apis.ChangePathAsync(api.Key.Name, $"{api.Spec.Path}/{round}");
            }
        }

        await bridge.IsUnreadyAsync("queue: ");
        var keys = await apis.ListAsync();
        await Deadline.UntilAsync(async () => await bridge.MetricAsync("apibridge_messages_failed_total") >= 10, "several sends failed");
        var waiting = await bridge.MetricAsync("apibridge_outbox_waiting", "apibridge_outbox_sending", "apibridge_outbox_delayed");

        // Those that go from one state to the next meanwhile are counted twice, or not at all.
        Assert.InRange(waiting, keys.Count - Parallelism, keys.Count + Parallelism);
        Assert.Equal(0, await bridge.MetricAsync("apibridge_queue_reachable"));

        await storage.RestartAsync(Token);
        var sent = await AnnouncedAsync(keys);
        await bridge.IsSettledAsync();
        sent.AddRange(await Queue.TakeAsync());
        Assert.Equal(keys.Select(api => api.Key.Name).Order(), sent.Select(message => message.Key.Name).Order());
    }

    [Fact]
    public async Task StorageThatIsBusyIsAskedLessAndLessOften()
    {
        await using var storage = await ThrottlingStorage.StartAsync(ConnectionString);
        ConnectionString = storage.ConnectionString;
        var apis = new Apis(Cluster, await Cluster.NewNamespaceAsync());
        var bridge = StartBridge(apis.Namespace, ("ApiBridge:Queue:InitialBackoff", $"{FirstBackoff}"));
        await bridge.IsSettledAsync();

        storage.IsBusy = true;
        var since = TimeProvider.System.GetTimestamp();
        var created = await apis.CreateAsync("busy", 10);
        await bridge.IsUnreadyAsync("queue: The server is busy");
        await Deadline.UntilAsync(
            async () => await bridge.MetricAsync("apibridge_messages_failed_total") >= 2 * created.Count, "many sends failed");
        var refused = storage.Refused;
        var limit = MostRequests(created.Count, TimeProvider.System.GetElapsedTime(since));
        storage.IsBusy = false;

        Assert.InRange(refused, 1, limit);
        await AnnouncedAsync(created);
        await bridge.IsSettledAsync();
    }

    // A send is two requests. The waits double from the first backoff on, each shortened by at most half, so n of them take at least
    // half of (2ⁿ - 1) first backoffs. The probe of the queue waits in the same way as an API's sends.
    private static int MostRequests(int apis, TimeSpan elapsed) =>
        2 * (apis + 1) * (1 + (int)Math.Log2(1 + (elapsed / (FirstBackoff / 2))));
}
