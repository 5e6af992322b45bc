using ApiBridge.LocalStack.Gateway;
using Azure.Storage.Queues;
using k8s;

namespace ApiBridge.BridgeProcess.Tests;

/// <summary>
/// An upgrade and a rollback while users change their APIs all the time, in the orders in which the two programs can be replaced. Both
/// versions run side by side for a while, as during a rollout. Nothing may be lost, and no message may be given up.
/// </summary>
public sealed class UpgradeTests(ClusterFixture cluster, AzuriteFixture azurite) : BridgeProcessTest(cluster, azurite)
{
    // The name that every version gives an entry by default, so that none has to be renamed.
    private const string EntryName = "{name}";
    private const int StepsOfUsers = 150;
    private static readonly TimeSpan SideBySide = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData(ReplacementOrder.BridgeFirst)]
    [InlineData(ReplacementOrder.WorkerFirst)]
    [InlineData(ReplacementOrder.BothAtOnce)]
    public async Task NothingIsLostOrPoisonedByAnUpgradeInABurst(ReplacementOrder order)
    {
        var earlier = Earlier();
        await using var stage = await StageAsync();
        var running = (Bridge: StartBridge(stage, earlier), Worker: StartWorker(stage, earlier));
        await stage.UsersAsync(StepsOfUsers);

        running = await ReplaceAsync(running, order, stage, version: null);

        await stage.UsersAsync(StepsOfUsers);
        await stage.Shop.CloseAsync();
        await AgreesAsync(stage, isProven: true);
    }

    [Theory]
    [InlineData(ReplacementOrder.BridgeFirst)]
    [InlineData(ReplacementOrder.WorkerFirst)]
    [InlineData(ReplacementOrder.BothAtOnce)]
    public async Task NothingIsLostOrPoisonedByARollbackInABurstNorByTheNextUpgrade(ReplacementOrder order)
    {
        var earlier = Earlier();
        await using var stage = await StageAsync();
        var running = (Bridge: StartBridge(stage, version: null), Worker: StartWorker(stage, version: null));
        await stage.UsersAsync(StepsOfUsers);

        running = await ReplaceAsync(running, order, stage, earlier);

        await stage.UsersAsync(StepsOfUsers);
        await stage.Shop.CloseAsync();
        await AgreesAsync(stage, isProven: false);

        await ReplaceAsync(running, order, stage, version: null);
        await AgreesAsync(stage, isProven: true);
    }

    private static EarlierVersion Earlier()
    {
        Assert.SkipWhen(EarlierVersion.Named is null, EarlierVersion.Unavailable);
        return EarlierVersion.Named!;
    }

    private static void Report(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);

    private async Task<UpgradeStage> StageAsync()
    {
        var ns = await Cluster.NewNamespaceAsync();
        var client = new k8s.Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(Cluster.Server.KubeconfigPath));
        var gateway = await GatewaySimulator.StartAsync(new(), TimeProvider.System, Token);
        return new(ns, client, gateway, await Shop.OpenAsync(Cluster, client, ns, Random.Shared.Next(1_000_000), Recovery));
    }

    private BridgeProcess StartBridge(UpgradeStage stage, EarlierVersion? version)
    {
        var settings = BridgeSettings(stage.Namespace, [("ApiBridge:Resync:Period", "00:00:10"), ("ApiBridge:Resync:MaxPeriod", "00:00:20"), .. Of(stage)]);
        return EndWithTest(version is null ? BridgeProcess.Start(settings) : BridgeProcess.Start(version.Bridge, settings));
    }

    private HostProcess StartWorker(UpgradeStage stage, EarlierVersion? version) =>
        StartWorker(version?.App ?? HostProcess.BuiltApp, stage.Gateway, [("ApiBridge:Scope:Namespaces", stage.Namespace), .. Of(stage)]);

    private static (string, string)[] Of(UpgradeStage stage) =>
        [("ApiBridge:Gateway:Endpoint", stage.Gateway.Url.OriginalString), ("ApiBridge:Gateway:EntryName", EntryName)];

    // As a Deployment does it: the new one serves before the old one is told to end.
    private async Task<(BridgeProcess Bridge, HostProcess Worker)> ReplaceAsync(
        (BridgeProcess Bridge, HostProcess Worker) old, ReplacementOrder order, UpgradeStage stage, EarlierVersion? version)
    {
        var steps = stage.Shop.Steps;
        var began = TimeProvider.System.GetTimestamp();
        (BridgeProcess? bridge, HostProcess? worker) = (null, null);
        if (order is not ReplacementOrder.WorkerFirst)
        {
            bridge = StartBridge(stage, version);
        }

        if (order is not ReplacementOrder.BridgeFirst)
        {
            worker = StartWorker(stage, version);
        }

        await EndAsync(old.Bridge, bridge);
        await EndAsync(old.Worker, worker);
        bridge ??= StartBridge(stage, version);
        worker ??= StartWorker(stage, version);
        await EndAsync(old.Bridge, bridge);
        await EndAsync(old.Worker, worker);
        Report($"{order}: replaced within {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s and {stage.Shop.Steps - steps} steps of users.");
        return (bridge, worker);
    }

    private static async Task EndAsync(ProductProcess old, ProductProcess? successor)
    {
        if (successor is null || old.HasExited)
        {
            return;
        }

        await (successor is HostProcess host ? (Task)host.ServesAsync() : successor.SaysAsync("Now listening on: "));
        await Task.Delay(SideBySide, TimeProvider.System, Token);
        await old.TerminateAsync();
        Assert.Equal(0, await old.ExitAsync());
    }

    private async Task AgreesAsync(UpgradeStage stage, bool isProven)
    {
        var closed = TimeProvider.System.GetTimestamp();
        await Deadline.UntilAsync(
            async () => string.Join("; ", await stage.Shop.ViolationsAsync(stage.Gateway, EntryName, isProven)),
            static violations => violations.Length == 0,
            "gateway, statuses and Component agreed with the specs",
            Recovery);
        Report($"All agreed {TimeProvider.System.GetElapsedTime(closed).TotalSeconds:0.0} s after the last step of {stage.Shop.Steps}; {stage.Gateway.Calls.Count} gateway calls.");
        foreach (var queue in new[] { $"{QueueName}-poison", $"{QueueName}-retry-poison", $"{QueueName}-dead" })
        {
            Assert.Equal(0, await CountAsync(AzuriteFixture.Client(ConnectionString, queue)));
        }
    }

    private static async Task<int> CountAsync(QueueClient queue) =>
        await queue.ExistsAsync(Token) ? (await queue.GetPropertiesAsync(Token)).Value.ApproximateMessagesCount : 0;
}
