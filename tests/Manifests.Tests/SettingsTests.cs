using ApiBridge.EventBridge.Hosting;
using ApiBridge.Reconciliation;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Scope;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ApiBridge.Manifests.Tests;

/// <summary>The settings of the manifests are those that the programs have.</summary>
public sealed class SettingsTests
{
    // The Functions host's own, ASP.NET's and the runtime's.
    private static readonly string[] OfTheHost =
    [
        "ASPNETCORE_URLS", "DOTNET_EnableDiagnostics", "FUNCTIONS_ENABLE_DRAIN_ON_APP_STOPPING", "FUNCTIONS_SECRETS_PATH", "FUNCTIONS_WORKER_RUNTIME",
        "AzureWebJobsScriptRoot", "AzureWebJobsSecretStorageType", "AzureFunctionsJobHost__Logging__Console__IsEnabled", "AzureWebJobsStorage__credential",
    ];

    public static TheoryData<string, bool> Overlays => Overlay.All;

    [Theory, MemberData(nameof(Overlays))]
    public async Task EverySettingIsDocumentedAndRead(string overlay, bool isSingle)
    {
        var built = await Overlay.BuildAsync(overlay, isSingle);
        var (documented, read) = (DocumentedSettings.Names, Read().ToHashSet(StringComparer.Ordinal));
        var names = Programs(built).SelectMany(program => built.EnvironmentOf(program).Keys).Except(OfTheHost, StringComparer.Ordinal).Distinct(StringComparer.Ordinal).ToList();

        Assert.True(names.Count > 8);
        Assert.All(names, name => Assert.Contains(name.StartsWith("ApiBridge", StringComparison.Ordinal) ? name.Replace("__", ":", StringComparison.Ordinal) : name, documented));
        Assert.All(names.Where(name => name.StartsWith("ApiBridge__", StringComparison.Ordinal)), name => Assert.Contains(name.Replace("__", ":", StringComparison.Ordinal), read));
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task BothProgramsStartWithThem(string overlay, bool isSingle)
    {
        var built = await Overlay.BuildAsync(overlay, isSingle);
        var bridge = new ServiceCollection().AddLogging().AddEventBridge(Configured(built, "apibridge-eventbridge"));
        var functions = new ServiceCollection().AddLogging().AddReconciliation(Configured(built, "apibridge-functions"));

        foreach (var services in (IServiceCollection[])[bridge, functions])
        {
            await using var provider = services.BuildServiceProvider();
            provider.GetRequiredService<IStartupValidator>().Validate();
        }
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task BothProgramsTakeTheSameAccountQueuesAndCluster(string overlay, bool isSingle)
    {
        var built = await Overlay.BuildAsync(overlay, isSingle);
        var (bridge, functions) = (built.EnvironmentOf(built.WorkloadOf("apibridge-eventbridge")), built.EnvironmentOf(built.WorkloadOf("apibridge-functions")));

        Assert.All(
            bridge.Where(setting => !OfTheHost.Contains(setting.Key, StringComparer.Ordinal)),
            setting => Assert.Equal(setting.Value, functions.GetValueOrDefault(setting.Key)));
        Assert.Equal(isSingle ? "components" : null, functions.GetValueOrDefault("ApiBridge__Scope__Namespaces"));
        Assert.NotEmpty(functions["ApiBridge__Kubernetes__ClusterName"]);
    }

    // With it the host takes itself for App Service on Kubernetes.
    [Theory, MemberData(nameof(Overlays))]
    public async Task TheFunctionsHostIsNotToldItsNamespace(string overlay, bool isSingle)
    {
        var built = await Overlay.BuildAsync(overlay, isSingle);

        Assert.DoesNotContain("POD_NAMESPACE", built.EnvironmentOf(built.WorkloadOf("apibridge-functions")).Keys);
    }

    [Fact]
    public async Task TheRoleOfTheLeaseMeansTheLeaseThatIsTaken()
    {
        var role = (await Overlay.BuildAsync("azure", isSingleNamespace: false)).Find("Role", "apibridge-eventbridge-lease");

        Assert.Equal([new EventBridge.Configuration.LeadershipOptions().LeaseName], role.Items("rules").SelectMany(rule => rule.Items("resourceNames")).Select(name => name.GetString()));
    }

    private static IEnumerable<Workload> Programs(Overlay built) => [built.WorkloadOf("apibridge-eventbridge"), built.WorkloadOf("apibridge-functions")];

    // A pod's service account, by which the programs find the API server there, is not on this machine.
    private static IConfiguration Configured(Overlay built, string workload) => new ConfigurationBuilder()
        .AddInMemoryCollection([KeyValuePair.Create("ApiBridge:Kubernetes:Server", (string?)"http://127.0.0.1:1")])
        .AddInMemoryCollection(built.EnvironmentOf(built.WorkloadOf(workload)).Select(setting =>
            KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)))
        .Build();

    private static IEnumerable<string> Read() =>
        from assembly in (System.Reflection.Assembly[])[typeof(ScopeOptions).Assembly, typeof(EventBridgeHost).Assembly, typeof(ReconciliationServices).Assembly]
        from type in assembly.GetTypes()
        where type.IsAssignableTo(typeof(ICheckedOptions)) && !type.IsInterface
        let section = (string)type.GetProperty(nameof(ICheckedOptions.Section))!.GetValue(null)!
        from property in type.GetProperties()
        where property.CanWrite
        select $"{section}:{property.Name}";
}
