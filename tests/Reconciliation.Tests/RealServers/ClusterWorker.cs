using ApiBridge.Domain;
using ApiBridge.LocalStack.Gateway;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Retrying;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.Shared.Kubernetes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ApiBridge.Reconciliation.Tests.RealServers;

/// <summary>A worker as the product composes it, on a real API server and with a gateway simulator of its own.</summary>
internal sealed class ClusterWorker : IAsyncDisposable
{
    public const string PublicHost = "apis.example.org";
    private readonly ServiceProvider _services;

    private ClusterWorker(ServiceProvider services, GatewaySimulator gateway, PutOff retries, CountingHandler requests) =>
        (_services, Gateway, Retries, Requests) = (services, gateway, retries, requests);

    public GatewaySimulator Gateway { get; }

    /// <summary>What it asked of the API server.</summary>
    public CountingHandler Requests { get; }

    /// <summary>What it put off.</summary>
    public PutOff Retries { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<ClusterWorker> StartAsync(CanvasCluster cluster, params IEnumerable<(string Setting, string Value)> settings)
    {
        var gateway = await GatewaySimulator.StartAsync(new(), TimeProvider.System, Token);
        var retries = new PutOff();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
                ["ApiBridge:Kubernetes:Kubeconfig"] = cluster.Server.KubeconfigPath,
                ["ApiBridge:Gateway:Endpoint"] = gateway.Url.OriginalString,
                ["ApiBridge:Gateway:EntryName"] = "{namespace}.{name}",
                ["ApiBridge:Gateway:PublicHost"] = PublicHost,
            })
            .AddInMemoryCollection(settings.Select(one => KeyValuePair.Create(one.Setting, (string?)one.Value)))
            .Build();
        var requests = new CountingHandler();
        var services = new ServiceCollection().AddLogging().AddReconciliation(configuration).AddSingleton<IRetryQueue>(retries)
            .AddSingleton(provider => ClusterClient.Over(provider.GetRequiredService<ClusterConnection>(), requests));
        return new(services.BuildServiceProvider(), gateway, retries, requests);
    }

    public Task HandleAsync(ExposedApi api, EventReason reason = EventReason.Changed) => HandleAsync(ApiEventCodec.Encode(World.EventOf(api, reason) with { Time = TimeProvider.System.GetUtcNow() }));

    public Task HandleAsync(ReadOnlyMemory<byte> message) =>
        _services.GetRequiredService<ApiEventHandler>().HandleAsync(new BinaryData(message), 1, Token);

    public Task<ComponentFeedback> TellAsync(ExposedApi api, ApiExposure exposure) =>
        Get<IComponentStore>().TellAsync(api, api.Component!, exposure, Token);

    /// <summary>The name of an API's entry on the gateway.</summary>
    public static string EntryOf(string ns, string name) => $"{ns}.{name}";

    public static string UrlOf(ExposedApi api) => $"http://{PublicHost}{api.Spec.Path}";

    public static ApiExposure Exposed(ExposedApi api, bool ready) => new(ready, UrlOf(api), null, IsWithdrawn: false);

    public T Get<T>()
        where T : class => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Gateway.DisposeAsync();
    }
}
