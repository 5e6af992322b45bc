using System.Globalization;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Gateway;
using Azure.Storage.Queues;

namespace ApiBridge.BridgeProcess.Tests;

/// <summary>A test with a queue of its own, whose processes end with it.</summary>
public abstract class BridgeProcessTest : IAsyncDisposable
{
    private readonly List<ProductProcess> _started = [];
    private readonly AzuriteFixture _azurite;

    protected BridgeProcessTest(ClusterFixture cluster, AzuriteFixture azurite)
    {
        Assert.SkipUnless(RealKubernetes.IsAvailable, RealKubernetes.Unavailable);
        (Cluster, _azurite) = (cluster, azurite);
        ConnectionString = azurite.ConnectionString;
    }

    /// <summary>The cluster of all tests.</summary>
    protected ClusterFixture Cluster { get; }

    /// <summary>The queue's name.</summary>
    protected string QueueName { get; } = AzuriteFixture.NewQueueName();

    /// <summary>The queue's storage account, as the bridge reaches it.</summary>
    protected string ConnectionString { get; set; }

    /// <summary>The queue, as a worker sees it.</summary>
    protected QueueClient Queue => AzuriteFixture.Client(ConnectionString, QueueName);

    /// <summary>Ends with the test.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _started)
        {
            await process.DisposeAsync();
            if (TestContext.Current.TestState?.Result == TestResult.Failed)
            {
                TestContext.Current.TestOutputHelper!.WriteLine(string.Join('\n', [$"The log of a {process.GetType().Name}:", .. process.Log.TakeLast(40)]));
            }
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Starts a bridge for the shared cluster's administrator that always leads.</summary>
    private protected BridgeProcess StartBridge(string scope, params IEnumerable<(string Setting, string Value)> settings) =>
        EndWithTest(BridgeProcess.Start(BridgeSettings(scope, settings)));

    /// <summary>Starts a worker for the shared cluster's administrator, whose host looks at the queues often and hides what failed for a second.</summary>
    private protected HostProcess StartWorker(GatewaySimulator gateway, params IEnumerable<(string Setting, string? Value)> settings) =>
        StartWorker(HostProcess.BuiltApp, gateway, settings);

    /// <summary>The same with the app of a folder.</summary>
    private protected HostProcess StartWorker(string app, GatewaySimulator gateway, params IEnumerable<(string Setting, string? Value)> settings)
    {
        const string Queues = "AzureFunctionsJobHost:extensions:queues:";
        return EndWithTest(HostProcess.Start(
            app,
            [
                ("AzureWebJobsStorage", ConnectionString),
                ("ApiEventsQueue", QueueName),
                ("ApiRetryQueue", $"{QueueName}-retry"),
                ("ApiDeadLetterQueue", $"{QueueName}-dead"),
                ("ApiBridge:Kubernetes:Kubeconfig", Cluster.Server.KubeconfigPath),
                ("ApiBridge:Gateway:PublicHost", Shop.PublicHost),
                (Queues + "maxPollingInterval", "00:00:00.500"),
                (Queues + "visibilityTimeout", "00:00:01"),
                .. On(gateway),
                .. settings,
            ]));
    }

    /// <summary>What a bridge for the shared cluster's administrator that always leads is told, and more.</summary>
    private protected IEnumerable<(string Setting, string Value)> BridgeSettings(string scope, params IEnumerable<(string Setting, string Value)> more) =>
    [
        ("urls", "http://127.0.0.1:0"),
        ("AzureWebJobsStorage", ConnectionString),
        ("ApiEventsQueue", QueueName),
        ("ApiBridge:Kubernetes:Kubeconfig", Cluster.Server.KubeconfigPath),
        ("ApiBridge:Scope:Namespaces", scope),
        ("ApiBridge:Leadership:Enabled", "false"),
        ("ApiBridge:Watch:MaxBackoff", "00:00:02"),
        .. more,
    ];

    /// <summary>A gateway that serves all namespaces, as both programs are told of it.</summary>
    private protected static (string Setting, string Value)[] On(GatewaySimulator gateway) =>
        [("ApiBridge:Gateway:Endpoint", gateway.Url.OriginalString), ("ApiBridge:Gateway:EntryName", TestEntries.SharedName)];

    /// <summary>Takes over the end of a process.</summary>
    private protected T EndWithTest<T>(T process)
        where T : ProductProcess
    {
        _started.Add(process);
        return process;
    }

    /// <summary>Takes messages until each of these APIs was announced in its version or a later one.</summary>
    private protected async Task<List<ApiEvent>> AnnouncedAsync(params IEnumerable<ExposedApi> apis)
    {
        List<ApiEvent> taken = [];
        await Deadline.UntilAsync(
            async () =>
            {
                taken.AddRange(await Queue.TakeAsync());
                return string.Join(", ", apis.Where(api => !taken.Exists(message => Announces(message, api))).Select(api => api.Key));
            },
            static missing => missing.Length == 0,
            "every API was announced",
            TimeSpan.FromSeconds(60));
        return taken;
    }

    // Versions are numbers that only grow, on every server that there is.
    private protected static bool Announces(ApiEvent message, ExposedApi api) =>
        message.Key == api.Key && Version(message.ResourceVersion!) >= Version(api.ResourceVersion);

    private static long Version(string resourceVersion) => long.Parse(resourceVersion, CultureInfo.InvariantCulture);
}
