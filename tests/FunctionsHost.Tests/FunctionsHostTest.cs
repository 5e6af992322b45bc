using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Gateway;
using ApiBridge.LocalStack.Kubernetes;
using ApiBridge.LocalStack.Samples;
using Azure.Storage.Queues;
using k8s;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.FunctionsHost.Tests;

/// <summary>A test of the host with the real app, on queues, a Kubernetes API and a gateway of its own. What it starts ends with it.</summary>
public abstract class FunctionsHostTest(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Namespace = "shop";
    private readonly List<HostProcess> _hosts = [];
    private KubernetesApiEmulator _cluster = null!;
    private k8s.Kubernetes _client = null!;

    /// <summary>The queue of the events.</summary>
    protected string EventsQueue { get; } = AzuriteFixture.NewQueueName();

    /// <summary>The queue of the retries.</summary>
    protected string RetryQueue => $"{EventsQueue}-retry";

    /// <summary>The queue of the dead letters.</summary>
    protected string DeadLetterQueue => $"{EventsQueue}-dead";

    /// <summary>The storage account, as the host reaches it.</summary>
    protected string Storage { get; set; } = azurite.ConnectionString;

    /// <summary>The gateway's clock, which stands still: a call that is delayed is answered when the test says so.</summary>
    protected FakeTimeProvider GatewayTime { get; } = new();

    /// <summary>The gateway.</summary>
    protected GatewaySimulator Gateway { get; private set; } = null!;

    /// <summary>Which queues somebody has made before the host starts. Default all, so that messages can be sent while it does.</summary>
    protected virtual IEnumerable<string> QueuesThatAreThere =>
        [EventsQueue, RetryQueue, $"{EventsQueue}-poison", $"{RetryQueue}-poison", DeadLetterQueue];

    /// <summary>Ends with the test.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public virtual async ValueTask InitializeAsync()
    {
        _cluster = await KubernetesApiEmulator.StartAsync(cancellationToken: Token);
        _client = new(new KubernetesClientConfiguration { Host = _cluster.Url.OriginalString });
        Gateway = await GatewaySimulator.StartAsync(new(), GatewayTime, Token);
        var applier = new SampleApplier(_client, TimeProvider.System);
        await applier.ApplyDefinitionsAsync([CanvasDefinitions.ExposedApis(), CanvasDefinitions.Components()], Token);
        await applier.ApplyAsync([SampleObject.From("test", Endpoints())], Namespace, Token);
        foreach (var queue in QueuesThatAreThere)
        {
            await Queue(queue).CreateAsync(cancellationToken: Token);
        }
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
            if (TestContext.Current.TestState?.Result == TestResult.Failed)
            {
                TestContext.Current.TestOutputHelper!.WriteLine(string.Join('\n', ["The log of a host:", .. host.Log.TakeLast(60)]));
            }
        }

        await Gateway.DisposeAsync();
        _client.Dispose();
        await _cluster.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the host with the app as it is built.</summary>
    private protected HostProcess Start(params IEnumerable<(string Name, string? Value)> settings) => StartApp(HostProcess.BuiltApp, settings);

    /// <summary>Starts the host.</summary>
    /// <param name="app">The app's folder.</param>
    /// <param name="settings">Settings over those that make it work on this test's servers; null unsets one.</param>
    /// <param name="port">The port; 0 takes a free one.</param>
    private protected HostProcess StartApp(string app, IEnumerable<(string Name, string? Value)> settings, int port = 0)
    {
        var host = HostProcess.Start(
            app,
            [
                ("AzureWebJobsStorage", Storage),
                ("ApiEventsQueue", EventsQueue),
                ("ApiRetryQueue", RetryQueue),
                ("ApiDeadLetterQueue", DeadLetterQueue),
                ("ApiBridge__Kubernetes__Server", _cluster.Url.OriginalString),
                ("ApiBridge__Gateway__Endpoint", Gateway.Url.OriginalString),
                ("ApiBridge__Gateway__EntryName", TestEntries.SharedName),
                ("ApiBridge__Gateway__PublicHost", "apis.example.org"),
                ("ApiBridge__Gateway__AttemptTimeout", "00:01:00"),
                (QueueSetting("maxPollingInterval"), "00:00:00.100"),
                (QueueSetting("visibilityTimeout"), "00:00:01"),
                .. settings,
            ],
            port);
        _hosts.Add(host);
        return host;
    }

    /// <summary>The environment variable that stands over a setting of host.json's queues.</summary>
    private protected static string QueueSetting(string name) => $"AzureFunctionsJobHost__extensions__queues__{name}";

    /// <summary>One of the queues.</summary>
    private protected QueueClient Queue(string name) => AzuriteFixture.Client(azurite.ConnectionString, name);

    /// <summary>One of the queues, as the texts of its messages are on the wire.</summary>
    private protected QueueClient RawQueue(string name) => azurite.RawClient(name);

    /// <summary>Creates an API whose Service is ready, and sends the bridge's message about it.</summary>
    private protected async Task AnnounceAsync(string name)
    {
        var apis = new CustomObjects(_client, new(CanvasDefinitions.Group, "v1", "exposedapis"), Namespace);
        var api = ExposedApi.Parse(await apis.CreateAsync("ExposedAPI", name, new JsonObject
        {
            ["name"] = name,
            ["apiType"] = "openapi",
            ["implementation"] = "orders",
            ["path"] = $"/{name}",
            ["port"] = 8080,
            ["specification"] = new JsonObject { ["url"] = "https://example.org/orders.json" },
        }));
        await SendAsync(ApiEventCodec.Encode(new()
        {
            Id = Guid.NewGuid().ToString(),
            Source = "test",
            Time = TimeProvider.System.GetUtcNow(),
            Key = api.Key,
            Reason = EventReason.Changed,
            ResourceVersion = api.ResourceVersion,
        }));
    }

    /// <summary>Puts a message into the queue of the events.</summary>
    private protected Task SendAsync(ReadOnlyMemory<byte> message) => Queue(EventsQueue).SendMessageAsync(new BinaryData(message), cancellationToken: Token);

    /// <summary>Announces an API, and waits until a worker is at it: its call to the gateway stays without an answer.</summary>
    /// <param name="name">The API's name.</param>
    /// <param name="mode">Whether the gateway ever does what it was asked for.</param>
    private protected async Task AnnounceAndHoldAsync(string name, GatewayFaultMode mode = GatewayFaultMode.Delay)
    {
        Gateway.SetFault(new() { Mode = mode, Delay = TimeSpan.FromSeconds(1), Count = 1 });
        await AnnounceAsync(name);
        await Deadline.UntilAsync(() => Gateway.Faults.Count == 0, $"the gateway was asked for {name}", TimeSpan.FromSeconds(60));
    }

    /// <summary>Has the gateway answer the call that it has kept waiting.</summary>
    private protected void ReleaseTheGateway() => GatewayTime.Advance(TimeSpan.FromSeconds(1));

    /// <summary>Waits until the gateway has an API.</summary>
    private protected Task IsRegisteredAsync(string name) => Deadline.UntilAsync(
        () => Gateway.Registrations.ContainsKey($"{Namespace}.{name}"), $"the gateway has {name}", TimeSpan.FromSeconds(60));

    /// <summary>Waits until a queue holds so many messages, those in work included.</summary>
    private protected Task HoldsAsync(string queue, int count) => Deadline.UntilAsync(
        () => CountAsync(queue), found => found == count, $"the queue held {count} messages", TimeSpan.FromSeconds(60));

    /// <summary>How many messages a queue holds, those in work included.</summary>
    private protected async Task<int> CountAsync(string queue) => (await Queue(queue).GetPropertiesAsync(Token)).Value.ApproximateMessagesCount;

    /// <summary>A client of a host.</summary>
    private protected static async Task<HttpClient> ClientAsync(HostProcess host) => new() { BaseAddress = await host.ServesAsync() };

    private static JsonObject Endpoints() => new()
    {
        ["apiVersion"] = "discovery.k8s.io/v1",
        ["kind"] = "EndpointSlice",
        ["metadata"] = new JsonObject { ["name"] = "orders-1", ["labels"] = new JsonObject { [EndpointSlice.ServiceLabel] = "orders" } },
        ["addressType"] = "IPv4",
        ["endpoints"] = new JsonArray(new JsonObject { ["addresses"] = new JsonArray("10.0.0.7"), ["conditions"] = new JsonObject { ["ready"] = true } }),
        ["ports"] = new JsonArray(),
    };
}
