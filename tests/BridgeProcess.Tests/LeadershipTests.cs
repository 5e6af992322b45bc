using System.Globalization;
using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.BridgeProcess.Tests;

/// <summary>Three replicas, of which one leads, and APIs that are created all the time.</summary>
public sealed class LeadershipTests(ClusterFixture cluster, AzuriteFixture azurite) : BridgeProcessTest(cluster, azurite)
{
    private const string Drained = "All messages were sent before the stop";
    private static readonly string[] Names = ["one", "two", "three"];
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task AStoppedLeaderHandsOverLongBeforeItsLeaseRunsOut()
    {
        var apis = new Apis(Cluster, await Cluster.NewNamespaceAsync());
        var replicas = StartReplicas(apis, lease: 59, renew: 40);
        await using var users = new Users(apis);
        while (replicas.Count > 1)
        {
            var leader = await LeaderAmongAsync(replicas);
            var stopped = TimeProvider.System.GetUtcNow();
            await leader.TerminateAsync();
            Assert.Equal(0, await leader.ExitAsync());
            replicas.Remove(leader);
            var leads = TimeOf(LeadsLine(await LeaderAmongAsync(replicas))!);

            Assert.InRange(leads, TimeOf(await leader.SaysAsync(Drained)), stopped + TimeSpan.FromSeconds(30));
            Report($"Handed over {(leads - stopped).TotalSeconds:0.00} s after SIGTERM.");
        }

        await AnnouncedAsync(await users.StopAsync());
    }

    [Fact]
    public async Task ALeaderThatIsKilledIsFollowedWhenItsLeaseHasRunOutAndNotBefore()
    {
        var apis = new Apis(Cluster, await Cluster.NewNamespaceAsync());
        var replicas = StartReplicas(apis, lease: 4, renew: 3);
        await using var users = new Users(apis);
        while (replicas.Count > 1)
        {
            var leader = await LeaderAmongAsync(replicas);
            await leader.KillAsync();
            var killed = TimeProvider.System.GetUtcNow();
            replicas.Remove(leader);
            var renewed = (await LeaseAsync(apis)).Time("renewTime")!.Value;
            var leads = TimeOf(LeadsLine(await LeaderAmongAsync(replicas))!);

            Assert.True(leads >= renewed + TimeSpan.FromSeconds(4), $"The Lease was renewed at {renewed:O}, and taken over at {leads:O}.");
            Report($"Taken over {(leads - killed).TotalSeconds:0.00} s after SIGKILL, {(leads - renewed).TotalSeconds:0.00} s after the last renewal.");
        }

        await AnnouncedAsync(await users.StopAsync());
    }

    [Fact]
    public async Task WhileTheApiServerIsAwayForHalfAMinuteNobodyLeadsAndNobodyEnds()
    {
        await using var own = new ClusterFixture();
        await own.InitializeAsync();
        var apis = new Apis(own, await own.NewNamespaceAsync());
        var replicas = StartReplicas(apis, lease: 4, renew: 3);
        var leader = await LeaderAmongAsync(replicas);
        var before = await apis.CreateAsync("before", 10);
        await own.Server.KillApiServerAsync(Token);
        var killed = TimeProvider.System.GetUtcNow();

        var lost = TimeOf(await leader.SaysAsync("leads no more"));
        Report($"Gave up leading {(lost - killed).TotalSeconds:0.00} s after the API server was gone.");
        foreach (var replica in replicas)
        {
            await replica.IsUnreadyAsync("leadership: ", "can't be reached");
        }

        for (; TimeProvider.System.GetUtcNow() < killed + Outage; await Task.Delay(LookInterval, TimeProvider.System, Token))
        {
            // One that has ended does not answer.
            var leading = await Task.WhenAll(replicas.Select(replica => replica.MetricAsync("apibridge_leader")));
            Assert.Equal(0, leading.Sum());
        }

        await own.Server.RestartApiServerAsync(Token);
        var leaders = await Deadline.UntilAsync(
            async () => await Task.WhenAll(replicas.Select(replica => replica.MetricAsync("apibridge_leader"))), found => found.Sum() > 0, "one leads again");
        Assert.Equal(1, leaders.Sum());
        var next = replicas[Array.IndexOf(leaders, 1)];
        var leads = TimeOf(LeadsLine(next)!);
        Assert.True(leads > lost, $"The old one led until {lost:O}, and the new one from {leads:O}.");
        Report($"Nobody led for {(leads - lost).TotalSeconds:0.00} s.");

        await next.IsSettledAsync();
        await AnnouncedAsync([.. before, .. await apis.CreateAsync("after", 10)]);
        Assert.DoesNotContain(replicas, replica => replica.HasExited);
    }

    private static string? LeadsLine(BridgeProcess replica) => replica.Log.LastOrDefault(line => line.EndsWith(" leads", StringComparison.Ordinal));

    // The log's own times: what a replica believes, and not when its output was read.
    private static DateTimeOffset TimeOf(string line) => DateTimeOffset.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture);

    private static void Report(string figure) => TestContext.Current.TestOutputHelper!.WriteLine(figure);

    private static async Task<BridgeProcess> LeaderAmongAsync(IReadOnlyCollection<BridgeProcess> replicas)
    {
        var leader = await Deadline.UntilAsync(
            () => Task.FromResult(replicas.FirstOrDefault(replica => LeadsLine(replica) is not null)), found => found is not null, "one led", TimeSpan.FromSeconds(60));
        await leader!.IsSettledAsync();
        Assert.Equal(1, await leader.MetricAsync("apibridge_leader"));
        return leader;
    }

    private static async Task<JsonElement> LeaseAsync(Apis apis) =>
        (await apis.Cluster.SendAsync(HttpMethod.Get, $"/apis/coordination.k8s.io/v1/namespaces/{apis.Namespace}/leases/apibridge-eventbridge")).Child("spec");

    private List<BridgeProcess> StartReplicas(Apis apis, int lease, int renew) =>
        [.. Names.Select(name => StartBridge(
            apis.Namespace,
            ("ApiBridge:Kubernetes:Kubeconfig", apis.Cluster.Server.KubeconfigPath),
            ("ApiBridge:Leadership:Enabled", "true"),
            ("ApiBridge:Leadership:Namespace", apis.Namespace),
            ("ApiBridge:Leadership:Identity", name),
            ("ApiBridge:Leadership:LeaseDuration", $"00:00:{lease}"),
            ("ApiBridge:Leadership:RenewDeadline", $"00:00:{renew}")))];
}
