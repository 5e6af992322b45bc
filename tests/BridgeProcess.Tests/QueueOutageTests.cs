using ApiBridge.LocalStack.Azurite;

namespace ApiBridge.BridgeProcess.Tests;

/// <summary>Storage that goes away, or has had enough.</summary>
public sealed class QueueOutageTests(ClusterFixture cluster, AzuriteFixture azurite) : BridgeProcessTest(cluster, azurite)
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Outage = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan EditInterval = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task WhileStorageIsAwayForAMinuteEachApiWaitsOnceAndThenIsSentOnce()
    {
        const int Half = 20;
        const int Parallelism = 8;
        using var folder = new TemporaryFolder();
        await using var storage = await AzuriteProcess.StartAsync(new() { Location = folder.Path }, TimeProvider.System, Token);
        ConnectionString = storage.ConnectionString;
        var apis = new Apis(Cluster, await Cluster.NewNamespaceAsync());
        var bridge = StartBridge(
            apis.Namespace, ("ApiBridge:Queue:MaxBackoff", "00:00:02"), ("ApiBridge:Queue:Parallelism", $"{Parallelism}"), ("ApiBridge:Resync:Period", "00:10:00"));
        await AnnouncedAsync(await apis.CreateAsync("before", Half));

        await storage.StopAsync();
        var stopped = TimeProvider.System.GetTimestamp();
        await apis.CreateAsync("during", Half);
        await bridge.IsUnreadyAsync("queue: ");
        using var edits = new PeriodicTimer(EditInterval, TimeProvider.System);
        for (var round = 0; TimeProvider.System.GetElapsedTime(stopped) < Outage; round++)
        {
            foreach (var api in await apis.ListAsync())
            {
                await apis.ChangePathAsync(api.Key.Name, $"/{api.Key}/{round}");
            }

            await edits.WaitForNextTickAsync(Token);

            // Those that go from one state to the next meanwhile are counted twice, or not at all.
            var waiting = await bridge.MetricAsync("apibridge_outbox_waiting", "apibridge_outbox_sending", "apibridge_outbox_delayed");
            Assert.InRange(waiting, (2 * Half) - Parallelism, (2 * Half) + Parallelism);
            Assert.Equal(0, await bridge.MetricAsync("apibridge_queue_reachable"));
        }

        Assert.InRange(await bridge.MetricAsync("apibridge_messages_failed_total"), 10, double.PositiveInfinity);
        var keys = await apis.ListAsync();
        await storage.RestartAsync(Token);
        var sent = await AnnouncedAsync(keys);
        await bridge.IsSettledAsync();
        sent.AddRange(await Queue.TakeAsync());
        Assert.InRange(bridge.Log.Count(line => line.Contains(" warn: ", StringComparison.Ordinal) && line.Contains("can't be reached", StringComparison.Ordinal)), 1, 2);
        Assert.Single(bridge.Log, line => line.Contains("Over after ", StringComparison.Ordinal) && line.Contains(": The queue ", StringComparison.Ordinal));
        Assert.DoesNotContain(bridge.Log, line => line.Contains("it is kept and tried again", StringComparison.Ordinal));
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
