using System.Globalization;
using ApiBridge.Domain;
using ApiBridge.Simulation.Tests.Bridge;
using ApiBridge.Simulation.Tests.Cluster;
using ApiBridge.Simulation.Tests.Gateway;
using ApiBridge.Simulation.Tests.Users;
using ApiBridge.Simulation.Tests.Workers;

namespace ApiBridge.Simulation.Tests;

/// <summary>
/// Up to 200 APIs are created, or deleted, while their gateway is away for an hour of virtual time: bridge, queues and workers are all there,
/// and the resync sees to it that each API is looked at again and again. The gateway of another namespace works all the while.
/// </summary>
public sealed class OutageTests : IDisposable
{
    private const int ApisElsewhere = 20;
    private const int DeletedApis = 50;

    // Three workers open their circuits after 8 calls each, and try again after 15 s, 30 s, 1 min, 2 min and then every 4 min.
    private const int MostCalls = 3 * (8 + 4 + 15);
    private const string Service = "svc";
    private const string Away = "shop";
    private const string There = "mall";
    private static readonly TimeSpan Outage = TimeSpan.FromHours(1);
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan Prompt = TimeSpan.FromMinutes(1);
    private readonly World _world;
    private readonly Canvas _canvas;
    private readonly SimulatedBridge _bridge;
    private readonly List<SimulatedWorker> _workers;

    public OutageTests()
    {
        _world = new(seed: 1, Mutant.None, Scenario.Calm([Away, There], new()));
        _canvas = new(_world);
        _bridge = new(_world, died: _ => { });
        _workers = [.. Enumerable.Range(1, 3).Select(number => new SimulatedWorker(_world, string.Create(CultureInfo.InvariantCulture, $"worker-{number}"), new()))];
        _world.Storage.Arrived = LookAsync;
        _world.Cluster.Changed = _bridge.Look;
        _canvas.Complete();
        foreach (var ns in _world.Scenario.Namespaces)
        {
            SimulatedUsers.SetEndpoint(_world.Cluster, ns, Service, Service, ready: true);
        }

        _bridge.Start();
    }

    [Theory]
    [InlineData(nameof(GatewayFailure.NoAnswer), 200)]
    [InlineData(nameof(GatewayFailure.Unreachable), 40)]
    [InlineData(nameof(GatewayFailure.Busy), 40)]
    public async Task AnOutageOfAnHourPoisonsNothingAndIsOverSoonAfterItEnds(string how, int apis)
    {
        await RunAsync(Prompt);
        _world.Gateway.Outages[HostOf(Away)] = Enum.Parse<GatewayFailure>(how);
        Create(Away, apis);
        await RunAsync(Outage / 2);
        Create(There, ApisElsewhere);
        await RunAsync(Prompt);
        Assert.Equal(ApisElsewhere, Converged(There));
        Assert.Equal(0, Converged(Away));
        await RunAsync((Outage / 2) - Prompt);

        var calls = _world.Gateway.Attempts[HostOf(Away)];
        var chains = _world.Storage.Retries.GroupBy(apiEvent => apiEvent.Key).Max(chain => chain.Count());
        _world.Gateway.Outages.Clear();
        var recovered = await RunAsync(Recovery, until: () => Converged(Away) == apis);

        Print($"{how}: {calls} calls for {apis} APIs in an hour, {calls / (double)apis:0.00} each, {chains} chain of retries at the most, all registered {recovered.TotalSeconds:0} s after it");
        Assert.Equal(apis, Converged(Away));
        Assert.Equal(apis, _world.Gateway.Registered.Count(held => held.Host == HostOf(Away)));
        Assert.Equal(0, _world.Storage.Poisoned);
        Assert.Equal(1, chains);
        Assert.InRange(calls, 1, MostCalls);
        Assert.Equal(ApisElsewhere, _world.Gateway.Attempts[HostOf(There)]);
    }

    [Fact]
    public async Task DeletionsOutlastAnOutageToo()
    {
        Create(Away, DeletedApis);
        await RunAsync(Prompt, until: () => Converged(Away) == DeletedApis);
        _world.Gateway.Outages[HostOf(Away)] = GatewayFailure.BrokenAfterEffect;
        foreach (var api in _world.Cluster.Apis)
        {
            _world.Cluster.Delete(Resources.ExposedApis, Away, api.Key.Name);
        }

        await RunAsync(Outage);
        var chains = _world.Storage.Retries.GroupBy(apiEvent => apiEvent.Key).Max(chain => chain.Count());
        _world.Gateway.Outages.Clear();
        await RunAsync(Recovery, until: () => _world.Cluster.Apis.Count == 0);

        Assert.Empty(_world.Cluster.Apis);
        Assert.Empty(_world.Gateway.Registered);
        Assert.Equal(0, _world.Storage.Poisoned);
        Assert.Equal(1, chains);
    }

    // One API alone does not call often enough to open a circuit: what bounds its calls is that its retries are one chain.
    [Fact]
    public async Task OneApiAloneIsTriedLessAndLess()
    {
        _world.Gateway.Outages[HostOf(Away)] = GatewayFailure.Broken;
        Create(Away, 1);
        await RunAsync(Outage);

        var calls = _world.Gateway.Attempts[HostOf(Away)];
        var chains = _world.Storage.Retries.Count();
        _world.Gateway.Outages.Clear();
        var recovered = await RunAsync(Recovery, until: () => Converged(Away) == 1);

        Print($"one API alone: {calls} calls in an hour, {chains} chain of retries, registered {recovered.TotalSeconds:0} s after it");
        Assert.Equal(1, Converged(Away));
        Assert.InRange(chains, 0, 1);
        Assert.InRange(calls, 20, 120);
    }

    public void Dispose() => _bridge.Dispose();

    private void Create(string ns, int count)
    {
        for (var number = 1; number <= count; number++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{ns}-{number}");
            _canvas.Create(ns, name, SpecWriter.Spec("/" + name, Service));
        }

        _canvas.List(ns);
    }

    private int Converged(string ns) => _world.Cluster.Apis.Count(api => api.Key.Namespace == ns && Convergence.Gap(api, _world.Entries, implementationReady: null, gatewayAddress: null) is null);

    private string HostOf(string ns) => _world.Settings.EndpointOf(ns).Authority;

    private async Task<TimeSpan> RunAsync(TimeSpan longest, Func<bool>? until = null)
    {
        var (start, looksAt) = (_world.Clock.Elapsed, _world.Clock.Elapsed);
        while (await _world.Clock.RunNextAsync(start + longest))
        {
            await _bridge.SendAsync();
            if (until is not null && _world.Clock.Elapsed >= looksAt)
            {
                looksAt = _world.Clock.Elapsed + TimeSpan.FromSeconds(1);
                if (until())
                {
                    break;
                }
            }
        }

        return _world.Clock.Elapsed - start;
    }

    private async Task LookAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.LookAsync();
        }
    }

    private static void Print(FormattableString line) =>
        TestContext.Current.TestOutputHelper!.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
