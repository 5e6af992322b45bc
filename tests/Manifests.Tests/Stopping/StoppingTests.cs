using System.Globalization;
using ApiBridge.Reconciliation.Configuration;
using ApiBridge.Reconciliation.Gateway;
using Microsoft.Extensions.Configuration;

namespace ApiBridge.Manifests.Tests.Stopping;

/// <summary>A pod that is stopped is given the time to finish what it has in hand, and takes it.</summary>
public sealed class StoppingTests
{
    private static readonly TimeSpan LastWrite = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan HostStop = TimeSpan.FromSeconds(15);

    private static readonly string Dockerfile = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "agreed", "Dockerfile"));

    public static TheoryData<string, bool> Overlays => Overlay.All;

    [Theory, MemberData(nameof(Overlays))]
    public async Task AWorkerIsWaitedForAsLongAsTheLongestReconcileTakes(string overlay, bool isSingle)
    {
        var built = await Overlay.BuildAsync(overlay, isSingle);
        var functions = built.WorkloadOf("apibridge-functions");
        var longest = (Settings(built, functions).GetSection(ReconcileOptions.Section).Get<ReconcileOptions>() ?? new()).Timeout;
        var wait = Wait(functions);
        var grace = TimeSpan.FromSeconds(functions.Pod.Number("terminationGracePeriodSeconds"));

        Assert.InRange(wait, longest + LastWrite, grace - HostStop);
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task AWorkerIsWaitedForWhileAPathIsChangedOnTheSlowestGateway(string overlay, bool isSingle)
    {
        var built = await Overlay.BuildAsync(overlay, isSingle);
        var functions = built.WorkloadOf("apibridge-functions");
        var gateway = Settings(built, functions).GetSection(GatewayClientOptions.Section).Get<GatewayClientOptions>()!;

        // It takes two calls. The pauses double, and jitter may double them again.
        var call = ((gateway.Retries + 1) * gateway.AttemptTimeout) + (2 * ((1 << gateway.Retries) - 1) * gateway.RetryDelay);
        Assert.True(Wait(functions) > (2 * call) + LastWrite);
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task TheHookIsTheScriptThatTheImageHas(string overlay, bool isSingle)
    {
        var command = Hook((await Overlay.BuildAsync(overlay, isSingle)).WorkloadOf("apibridge-functions"));

        Assert.Equal("bash", command[0]);
        Assert.Contains($"\nCOPY --from=build /source/src/Functions/drain.sh {command[1]}\n", Dockerfile, StringComparison.Ordinal);
    }

    // The script reads the key there.
    [Theory, MemberData(nameof(Overlays))]
    public async Task TheHostKeepsItsKeysInAFolderOfThePodsOwn(string overlay, bool isSingle)
    {
        var built = await Overlay.BuildAsync(overlay, isSingle);
        var functions = built.WorkloadOf("apibridge-functions");
        var environment = built.EnvironmentOf(functions);
        var mount = Assert.Single(functions.Container.Items("volumeMounts"), mount => mount.Text("mountPath") == environment["FUNCTIONS_SECRETS_PATH"]);
        var volume = Assert.Single(functions.Pod.Items("volumes"), volume => volume.Text("name") == mount.Text("name"));

        Assert.Equal("files", environment["AzureWebJobsSecretStorageType"]);
        Assert.Equal("Memory", volume.Text("emptyDir/medium"));
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task WithoutTheHookTheHostStillTakesNoFurtherMessage(string overlay, bool isSingle)
    {
        var built = await Overlay.BuildAsync(overlay, isSingle);

        Assert.Equal("true", built.EnvironmentOf(built.WorkloadOf("apibridge-functions"))["FUNCTIONS_ENABLE_DRAIN_ON_APP_STOPPING"]);
        Assert.Contains(" FUNCTIONS_ENABLE_DRAIN_ON_APP_STOPPING=true ", Dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABridgeIsGivenTheTimeToSendWhatWaits()
    {
        var bridge = (await Overlay.BuildAsync("azure", isSingleNamespace: false)).WorkloadOf("apibridge-eventbridge");

        Assert.True(TimeSpan.FromSeconds(bridge.Pod.Number("terminationGracePeriodSeconds")) > new EventBridge.Configuration.QueueOptions().DrainTimeout + TimeSpan.FromSeconds(10));
    }

    private static IConfigurationRoot Settings(Overlay built, Workload functions) => new ConfigurationBuilder()
        .AddInMemoryCollection(built.EnvironmentOf(functions).Select(one => KeyValuePair.Create(one.Key.Replace("__", ":", StringComparison.Ordinal), (string?)one.Value)))
        .Build();

    private static string[] Hook(Workload functions) => [.. functions.Container.Items("lifecycle/preStop/exec/command").Select(word => word.GetString()!)];

    private static TimeSpan Wait(Workload functions) => TimeSpan.FromSeconds(int.Parse(Hook(functions)[^1], CultureInfo.InvariantCulture));
}
