using System.Globalization;
using ApiBridge.LocalStack.Gateway;
using k8s;

namespace ApiBridge.BridgeProcess.Tests;

/// <summary>
/// Three workers that are killed again and again, most of them while they work, without a chance to finish anything. What one of them had in hands stays
/// hidden in the queue for ten minutes; the bridge's resync has to bring it back long before.
/// </summary>
public sealed class WorkerKillTests(ClusterFixture cluster, AzuriteFixture azurite) : BridgeProcessTest(cluster, azurite)
{
    private const int Workers = 3;
    private const int Kills = 12;
    private static readonly TimeSpan Storm = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task TheGatewayTheStatusesAndTheComponentAgreeInTheEndWhicheverWorkersDied()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("KILL_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next(1_000_000);
        Report($"KILL_SEED={seed}");
        var ns = await Cluster.NewNamespaceAsync();
        await using var gateway = await GatewaySimulator.StartAsync(new(), TimeProvider.System, Token);
        using var client = new k8s.Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(Cluster.Server.KubeconfigPath));
        StartBridge(ns, [("ApiBridge:Resync:Period", "00:00:03"), ("ApiBridge:Resync:MaxPeriod", "00:00:05"), .. On(gateway)]);
        var workers = Enumerable.Range(0, Workers).Select(_ => StartWorker(gateway)).ToList();

        // On a slow machine all workers may die with the same API in hands, for as long as they are killed.
        await using var shop = await Shop.OpenAsync(Cluster, client, ns, seed, Storm + Recovery);

        var random = new Random(seed);
        using var storm = new CancellationTokenSource(Storm, TimeProvider.System);
        var (kills, atWork) = (0, 0);
        for (; kills < Kills && !storm.IsCancellationRequested; kills++)
        {
            var which = random.Next(Workers);
            var victim = workers[which];
            if (kills % 3 != 0)
            {
                await WorksAsync(victim, storm.Token);
            }

            await Task.Delay(TimeSpan.FromSeconds(random.NextDouble()), TimeProvider.System, Token);
            await victim.KillAsync();
            atWork += HasWorked(victim) ? 1 : 0;
            workers[which] = StartWorker(gateway);
        }

        await shop.CloseAsync();
        var closed = TimeProvider.System.GetTimestamp();
        await Deadline.UntilAsync(
            async () => string.Join("; ", await shop.ViolationsAsync(gateway)),
            static violations => violations.Length == 0,
            "gateway, statuses and Component agreed with the specs",
            Recovery);

        Report($"{shop.Steps} steps of users, {gateway.Calls.Count} gateway calls; {atWork} of {kills} workers had worked when they were killed.");
        Report($"All agreed {TimeProvider.System.GetElapsedTime(closed).TotalSeconds:0.0} s after the last step.");
        Assert.NotEqual(0, atWork);
        Assert.All(workers, worker => Assert.False(worker.HasExited));
    }

    [Fact]
    public async Task AWorkerThatIsToldToStopFinishesAndSaysNoError()
    {
        await using var gateway = await GatewaySimulator.StartAsync(new(), TimeProvider.System, Token);
        var worker = StartWorker(gateway);
        await worker.ServesAsync();

        await worker.TerminateAsync();

        Assert.Equal(0, await worker.ExitAsync());
    }

    private static void Report(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);

    private HostProcess StartWorker(GatewaySimulator gateway) =>
        StartWorker(gateway, ("ApiBridge:Retry:FirstDelay", "00:00:01"), ("ApiBridge:Retry:MaxDelay", "00:00:02"));

    private static bool HasWorked(HostProcess worker) => worker.Lines("Executing 'Functions.").Count > 0;

    // Or there is no time left.
    private static Task WorksAsync(HostProcess worker, CancellationToken timeout) => Deadline.UntilAsync(
        () => HasWorked(worker) || worker.HasExited || timeout.IsCancellationRequested, "it worked on an API", TimeSpan.FromMinutes(2));
}
