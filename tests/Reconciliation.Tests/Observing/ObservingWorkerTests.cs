using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Kubernetes;
using ApiBridge.LocalStack.Samples;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Observing;
using ApiBridge.Reconciliation.Poison;
using ApiBridge.Reconciliation.Retrying;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.TestServers;
using k8s;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Reconciliation.Tests.Observing;

/// <summary>A worker in ApiBridge:Reconcile:Mode=Observe, as it is put together: it has nothing that writes.</summary>
public sealed class ObservingWorkerTests : IAsyncLifetime
{
    private readonly RecordingRetryQueue _retries = new(new());
    private readonly LineLog _log = new();
    private KubernetesApiEmulator? _server;
    private k8s.Kubernetes _client = null!;
    private ServiceProvider _worker = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private CustomObjects Apis => new(_client, new(CanvasDefinitions.Group, "v1", "exposedapis"), "default");

    public async ValueTask InitializeAsync()
    {
        _server = await KubernetesApiEmulator.StartAsync(cancellationToken: Token);
        _client = new(new KubernetesClientConfiguration { Host = _server.Url.OriginalString });
        await new SampleApplier(_client, TimeProvider.System).ApplyDefinitionsAsync([CanvasDefinitions.ExposedApis(), CanvasDefinitions.Components()], Token);
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
            ["ApiBridge:Kubernetes:Server"] = _server.Url.OriginalString,
            ["ApiBridge:Gateway:Endpoint"] = "http://127.0.0.1:1",
            ["ApiBridge:Gateway:EntryName"] = "{namespace}.{name}",
            ["ApiBridge:Reconcile:Mode"] = "observe",
        }).Build();
        _worker = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(_log))
            .AddReconciliation(settings)
            .AddSingleton<IRetryQueue>(_retries)
            .BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        _client.Dispose();
        _log.Dispose();
        await StopServerAsync();
    }

    [Fact]
    public void ItHasNoClientOfTheGatewayAndLeavesWhatWasGivenUpToOthers()
    {
        Assert.IsType<ObservedGateway>(_worker.GetRequiredService<IApiGateway>());
        Assert.IsType<ObservedApiStore>(_worker.GetRequiredService<IExposedApiStore>());
        Assert.IsType<ObservedComponentStore>(_worker.GetRequiredService<IComponentStore>());
        Assert.DoesNotContain(_worker.GetServices<IHostedService>(), part => part is PoisonSweep);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task NoWriteReachesTheApiServerWhoeverAsksForIt(string method) => await Assert.ThrowsAsync<InvalidOperationException>(
        () => _worker.GetRequiredService<ClusterRequests>().SendAsync(new(method), "/api/v1/namespaces/default/events", content: null, Token));

    [Fact]
    public async Task AMessageOfAnObservingBridgeIsToldInTheLogAndNothingIsWritten()
    {
        var key = await CreateAsync("orders");
        var before = await VersionAsync("orders");

        await HandleAsync(key, isObservation: true);

        Assert.Equal(before, await VersionAsync("orders"));
        Assert.Empty(_retries.Waiting);
        var line = Assert.Single(_log.Lines, line => line.Contains("would Register", StringComparison.Ordinal));
        Assert.Contains("default.orders", line, StringComparison.Ordinal);
        Assert.Contains("create default.orders at /orders → orders:8080 on 127.0.0.1:1", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMessageForAWorkerThatWorksIsPutBackAsItCame()
    {
        var key = await CreateAsync("orders");

        await HandleAsync(key, isObservation: false, attempt: 3, dequeueCount: 2);

        var (message, delay) = Assert.Single(_retries.Waiting);
        Assert.Equal((key, EventReason.Changed, 3, true, false), (message.Key, message.Reason, message.Attempt, message.InDoubt, message.IsObservation));
        Assert.True(delay > TimeSpan.Zero);
        Assert.Contains(_log.Lines, line => line.Contains("only observes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhereTheClusterDoesNotAnswerTheMessageComesBack()
    {
        var key = await CreateAsync("orders");
        await StopServerAsync();

        await HandleAsync(key, isObservation: true);

        Assert.True(Assert.Single(_retries.Waiting).Event.IsObservation);
    }

    [Fact]
    public async Task AWorkerThatWorksDoesNothingForABridgeThatOnlyObserves()
    {
        var world = new World();
        world.Create();
        var version = world.Api.ResourceVersion;

        await world.Worker.HandleAsync(World.EventOf(world.Api) with { IsObservation = true });

        Assert.Equal(version, world.Api.ResourceVersion);
        Assert.Empty(world.Apig.Calls);
        Assert.Empty(world.Retries);
    }

    [Fact]
    public void AMessageTellsWhetherItsSenderOnlyObserves()
    {
        var apiEvent = World.EventOf(new World().Create());

        Assert.False(ApiEventCodec.Decode(ApiEventCodec.Encode(apiEvent)).IsObservation);
        Assert.True(ApiEventCodec.Decode(ApiEventCodec.Encode(apiEvent with { IsObservation = true })).IsObservation);
    }

    private async Task StopServerAsync()
    {
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        _server = null;
    }

    private async Task<ObjectKey> CreateAsync(string name)
    {
        var created = await Apis.CreateAsync("ExposedAPI", name, new JsonObject
        {
            ["name"] = name,
            ["apiType"] = "openapi",
            ["implementation"] = "orders",
            ["path"] = $"/{name}",
            ["port"] = 8080,
        });
        return ExposedApi.Parse(created).Key;
    }

    private async Task<string> VersionAsync(string name) => (await Apis.FindAsync(name))!.Value.Child("metadata").Text("resourceVersion");

    private Task HandleAsync(ObjectKey key, bool isObservation, int attempt = 0, long dequeueCount = 1) => _worker.GetRequiredService<ApiEventHandler>().HandleAsync(
        new BinaryData(ApiEventCodec.Encode(new()
        {
            Id = "1",
            Source = "/test",
            Time = TimeProvider.System.GetUtcNow(),
            Key = key,
            Reason = EventReason.Changed,
            Attempt = attempt,
            IsObservation = isObservation,
        })),
        dequeueCount,
        Token);
}
