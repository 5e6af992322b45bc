using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Gateway;
using ApiBridge.LocalStack.Kubernetes;
using ApiBridge.Reconciliation;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using k8s;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ApiBridge.CommandLine.Tests;

/// <summary>A cluster with ExposedAPIs of two namespaces, a gateway, the real queues, and workers that a test lets work.</summary>
public abstract class ApisTest(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Group = "oda.tmforum.org";
    private readonly string _queue = AzuriteFixture.NewQueueName();
    private readonly TemporaryFolder _folder = new();
    private KubernetesApiEmulator? _server;
    private k8s.Kubernetes? _client;
    private GatewaySimulator? _gateway;
    private ReadingProxy? _proxy;

    protected StringWriter Output { get; } = new();

    protected StringWriter Error { get; } = new();

    protected QueueClient Live => azurite.RawClient(_queue);

    protected GatewaySimulator Gateway => _gateway!;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await KubernetesApiEmulator.StartAsync(cancellationToken: Token);
        _client = new(new KubernetesClientConfiguration { Host = _server.Url.OriginalString });
        _gateway = await GatewaySimulator.StartAsync(new(), TimeProvider.System, Token);
        await _client.CustomObjects.CreateClusterCustomObjectAsync<object>(
            JsonSerializer.SerializeToElement(CanvasDefinitions.ExposedApis(Group).Json), "apiextensions.k8s.io", "v1", "customresourcedefinitions", cancellationToken: Token);
        foreach (var ns in (string[])["shop", "mall"])
        {
            await _client.CoreV1.CreateNamespaceAsync(new() { Metadata = new() { Name = ns } }, cancellationToken: Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await (_gateway?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_proxy?.DisposeAsync() ?? ValueTask.CompletedTask);
        _client?.Dispose();
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected CustomObjects Apis(string ns) => new(_client!, new(Group, "v1", "exposedapis"), ns);

    /// <summary>Runs the program as somebody with a kubeconfig.</summary>
    protected Task<int> RunAsync(string command, string answer = "", CancellationToken? stop = null) => new Application(new StringReader(answer), Output, Error, TimeProvider.System).RunAsync(
        ["apis", .. command.Split(' '), "--kubeconfig", Kubeconfig(), "--storage", azurite.ConnectionString, "--events-queue", _queue],
        stop ?? Token);

    /// <summary>Creates an API with a label.</summary>
    protected async Task<JsonElement> CreateAsync(string ns, string name, string tier = "gold", string? path = null)
    {
        var spec = JsonNode.Parse($$"""{"name":"{{name}}","path":"{{path ?? $"/{ns}/{name}"}}","implementation":"{{name}}","port":8080,"apiType":"openapi"}""")!.AsObject();
        return await Apis(ns).CreateAsync("ExposedAPI", name, spec, new JsonObject { ["labels"] = new JsonObject { ["tier"] = tier } });
    }

    /// <summary>Creates an API with a label and has it registered by a worker whose scope is all.</summary>
    protected Task<ExposedApi> RegisterAsync(string ns, string name, string tier = "gold", params (string Setting, string Value)[] scope) =>
        RegisterAsync(ns, name, tier, path: null, scope);

    /// <summary>Creates one at some path and has it registered, if it can be.</summary>
    protected Task<ExposedApi> RegisterAtAsync(string ns, string name, string path) => RegisterAsync(ns, name, "gold", path, []);

    /// <summary>Merges a patch into the status of an API.</summary>
    protected Task<JsonElement> MergeStatusAsync(string ns, string name, JsonObject status) => Apis(ns).MergeAsync(name, new() { ["status"] = status });

    /// <summary>Has the program read the cluster through a proxy from now on.</summary>
    private protected async Task<ReadingProxy> ReadThroughProxyAsync() => _proxy ??= await ReadingProxy.StartAsync(_server!.Url, Token);

    /// <summary>A worker of some scope looks at an API.</summary>
    protected Task HandleKeyAsync(ObjectKey key, params (string Setting, string Value)[] scope) => HandleAsync(
        new()
        {
            Id = Guid.NewGuid().ToString(),
            Source = "/clusters/test/apis/oda.tmforum.org/v1/exposedapis",
            Time = TimeProvider.System.GetUtcNow(),
            Key = key,
            Reason = EventReason.Changed,
        },
        scope);

    /// <summary>A worker of some scope takes what is in the live queue.</summary>
    /// <returns>What it took.</returns>
    protected async Task<IReadOnlyList<ApiEvent>> WorkAsync(params (string Setting, string Value)[] scope)
    {
        List<ApiEvent> taken = [];
        if (!await Live.ExistsAsync(Token))
        {
            return taken;
        }

        foreach (QueueMessage message in (await Live.ReceiveMessagesAsync(32, TimeSpan.FromMinutes(5), Token)).Value)
        {
            var apiEvent = ApiEventCodec.Decode(Convert.FromBase64String(message.MessageText));
            taken.Add(apiEvent);
            await HandleAsync(apiEvent, scope);
        }

        return taken;
    }

    private async Task<ExposedApi> RegisterAsync(string ns, string name, string tier, string? path, (string Setting, string Value)[] scope)
    {
        await HandleKeyAsync(ExposedApi.Parse(await CreateAsync(ns, name, tier, path)).Key, scope);
        return await Apis(ns).GetApiAsync(name);
    }

    private async Task HandleAsync(ApiEvent apiEvent, (string Setting, string Value)[] scope)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["AzureWebJobsStorage"] = azurite.ConnectionString,
                ["ApiRetryQueue"] = $"{_queue}-r",
                ["ApiBridge:Kubernetes:Server"] = _server!.Url.OriginalString,
                ["ApiBridge:Gateway:Endpoint"] = Gateway.Url.OriginalString,
                ["ApiBridge:Gateway:EntryName"] = "{namespace}.{name}",
                ["ApiBridge:Gateway:PublicHost"] = "apis.example.org",
            })
            .AddInMemoryCollection(scope.Select(one => KeyValuePair.Create(one.Setting, (string?)one.Value)))
            .Build();
        await using var services = new ServiceCollection().AddLogging().AddReconciliation(configuration).BuildServiceProvider();
        await services.GetRequiredService<ApiEventHandler>().HandleAsync(new BinaryData(ApiEventCodec.Encode(apiEvent)), 1, Token);
    }

    private string Kubeconfig() => _folder.Write(
        "kubeconfig",
        $$$"""{"apiVersion":"v1","kind":"Config","current-context":"c","contexts":[{"name":"c","context":{"cluster":"k","user":"u"}}],"clusters":[{"name":"k","cluster":{"server":"{{{(_proxy?.Url ?? _server!.Url).OriginalString}}}"}}],"users":[{"name":"u","user":{}}]}""");
}
