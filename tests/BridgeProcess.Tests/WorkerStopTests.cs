using ApiBridge.Domain;
using ApiBridge.LocalStack.Gateway;

namespace ApiBridge.BridgeProcess.Tests;

/// <summary>A worker that is stopped while twelve APIs change their path, with a gateway that takes nine seconds for each of two calls.</summary>
public sealed class WorkerStopTests(ClusterFixture cluster, AzuriteFixture azurite) : BridgeProcessTest(cluster, azurite)
{
    private const int Count = 12;

    // Seconds, as many as a pod gives it.
    private const int Patience = 110;
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(9);

    [Fact]
    public async Task WhatIsInWorkIsFinishedWhenTheWorkerIsDrainedFirst()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the hook is a script for bash, and the signal is SIGTERM");
        using var keys = new TemporaryFolder();
        await using var gateway = await GatewaySimulator.StartAsync(new(), TimeProvider.System, Token);
        var apis = new Apis(Cluster, await Cluster.NewNamespaceAsync());
        StartBridge(apis.Namespace, On(gateway));
        var worker = StartWorker(gateway, ("FUNCTIONS_SECRETS_PATH", keys.Path), ("FUNCTIONS_ENABLE_DRAIN_ON_APP_STOPPING", "true"));
        await ChangeAllPathsAsync(apis, gateway, worker);

        var began = TimeProvider.System.GetTimestamp();
        await using var hook = PreStopHook.Start((await worker.ServesAsync()).Port, Patience, ("FUNCTIONS_SECRETS_PATH", keys.Path));
        var ended = await hook.ExitAsync(TimeSpan.FromSeconds(Patience + 10));
        Report($"The hook took {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s and said: {string.Join(' ', hook.Log)}");
        Assert.Equal(0, ended);
        await worker.TerminateAsync();

        Assert.Equal(0, await worker.ExitAsync());
        Assert.Equal(Count, (await DoneAsync(apis, gateway)).Count);
        Assert.Equal(0, (await Queue.GetPropertiesAsync(Token)).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task WhatAStoppedWorkerCutsOffIsDoneByTheNextOneWithinTwoMinutes()
    {
        await using var gateway = await GatewaySimulator.StartAsync(new(), TimeProvider.System, Token);
        var apis = new Apis(Cluster, await Cluster.NewNamespaceAsync());
        StartBridge(apis.Namespace, On(gateway));
        var worker = StartWorker(gateway);
        await ChangeAllPathsAsync(apis, gateway, worker);

        await worker.TerminateAsync();
        await worker.ExitAsync();
        var cutOff = Count - (await DoneAsync(apis, gateway)).Count;
        var began = TimeProvider.System.GetTimestamp();
        gateway.ClearFaults();
        StartWorker(gateway);

        await Deadline.UntilAsync(
            async () => (await DoneAsync(apis, gateway)).Count, static done => done == Count, "every API was registered under its new path", TimeSpan.FromMinutes(2));
        Report($"{cutOff} of {Count} were cut off, and done {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s later.");
        Assert.NotEqual(0, cutOff);
    }

    private static void Report(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);

    // When it returns, the worker has all of them in work.
    private static async Task ChangeAllPathsAsync(Apis apis, GatewaySimulator gateway, HostProcess worker)
    {
        var created = await apis.CreateAsync("api", Count);
        await Deadline.UntilAsync(() => gateway.Registrations.Count == Count, "every API was registered", TimeSpan.FromMinutes(1));
        await Deadline.UntilAsync(
            async () => (await apis.ListAsync()).All(api => api.Status.Url.Length > 0), "every status says so");
        var before = Begun(worker);
        gateway.SetFault(new() { Mode = GatewayFaultMode.Delay, Delay = Slow });
        foreach (var api in created)
        {
            await apis.ChangePathAsync(api.Key.Name, NewPath(api));
        }

        await Deadline.UntilAsync(() => Begun(worker) >= before + Count, "the worker had every change in work");
    }

    private static int Begun(HostProcess worker) => worker.Lines("Executing 'Functions.ReconcileExposedApi'").Count;

    private static string NewPath(ExposedApi api) => $"/{api.Key.Namespace}/{api.Key.Name}/moved";

    private static async Task<IReadOnlyList<string>> DoneAsync(Apis apis, GatewaySimulator gateway)
    {
        var entries = TestEntries.On(gateway.Url);
        return
        [
            .. from api in await apis.ListAsync()
               where gateway.Registrations.TryGetValue(entries.Of(api.Key).Name, out var registered) && registered.Text("path") == NewPath(api)
               where api.Status.Url.EndsWith(NewPath(api), StringComparison.Ordinal)
               select api.Key.Name,
        ];
    }
}
