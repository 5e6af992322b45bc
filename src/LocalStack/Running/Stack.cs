using ApiBridge.EventBridge.Hosting;
using ApiBridge.LocalStack.Azurite;
using ApiBridge.LocalStack.Canvas;
using ApiBridge.LocalStack.Gateway;
using ApiBridge.LocalStack.QueueTriggers;

namespace ApiBridge.LocalStack.Running;

/// <summary>
/// The whole product on loopback: Azurite, a Kubernetes API, the gateway, the bridge and a worker. Disposing of it stops every part, the
/// last started first.
/// </summary>
public sealed class Stack : IAsyncDisposable
{
    private readonly Teardown _teardown;

    private Stack(Teardown teardown, Cluster cluster, AzuriteProcess azurite, GatewaySimulator gateway, MessageLog messages) =>
        (_teardown, Cluster, Azurite, Gateway, Messages) = (teardown, cluster, azurite, gateway, messages);

    /// <summary>The Kubernetes API.</summary>
    public Cluster Cluster { get; }

    /// <summary>The queues.</summary>
    public AzuriteProcess Azurite { get; }

    /// <summary>The API gateway.</summary>
    public GatewaySimulator Gateway { get; }

    /// <summary>The messages that the worker took.</summary>
    public MessageLog Messages { get; }

    /// <summary>Where the bridge tells its health and metrics.</summary>
    public required Uri BridgeUrl { get; init; }

    /// <summary>Brings everything up, and takes it down again when any of it fails.</summary>
    /// <param name="options">On what.</param>
    /// <param name="time">The clock of all parts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The running stack. The CRDs need not be there yet: the bridge waits for them.</returns>
    /// <exception cref="AzuriteException">Node.js, npm or Azurite fails; the message says how.</exception>
    /// <exception cref="HostJsonException">host.json can't be used.</exception>
    /// <exception cref="IOException">A port is taken.</exception>
    public static async Task<Stack> StartAsync(StackOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var triggers = HostJson.Read(options.HostJson);
        var teardown = new Teardown();
        try
        {
            var logs = teardown.Push(new LogFiles(options.LogFolder, time));
            var azurite = teardown.Push(await AzuriteProcess.StartAsync(new() { Port = options.StoragePort }, time, cancellationToken));
            var cluster = teardown.Push(await Cluster.OpenAsync(options, logs.FactoryOf("kubernetes"), time, cancellationToken));
            var gateway = teardown.Push(await GatewaySimulator.StartAsync(new() { Port = options.GatewayPort }, time, cancellationToken));
            var messages = new MessageLog(time);
            KeyValuePair<string, string?>[] settings =
            [
                .. cluster.Settings,
                new("AzureWebJobsStorage", azurite.ConnectionString),
                new("ApiBridge:Gateway:Endpoint", gateway.Url.OriginalString),
                .. options.Settings,
            ];
            if (options.ComponentOperator)
            {
                var canvas = new ComponentOperator(
                    cluster.Client, new(), time, logs.FactoryOf("component-operator").CreateLogger<ComponentOperator>());
                await RunAsync(teardown, canvas, cancellationToken);
            }

            var bridge = EventBridgeHost.Build(
                ["--urls", "http://127.0.0.1:0"],
                configuration => configuration.AddInMemoryCollection(settings),
                logging => logs.Replace(logging, "eventbridge"));
            await RunAsync(teardown, bridge, cancellationToken);
            var worker = WorkerHost.Build(settings, azurite.ConnectionString, triggers, messages, logging => logs.Replace(logging, "functions"), time);
            await RunAsync(teardown, worker, cancellationToken);
            return new(teardown, cluster, azurite, gateway, messages) { BridgeUrl = new Uri(bridge.Urls.First()) };
        }
        catch
        {
            await teardown.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _teardown.DisposeAsync();

    private static Task RunAsync<T>(Teardown teardown, T service, CancellationToken cancellationToken)
        where T : class, IDisposable
    {
        teardown.Push(async () =>
        {
            await (service is IHost host ? host.StopAsync(CancellationToken.None) : ((IHostedService)service).StopAsync(CancellationToken.None));
            service.Dispose();
        });
        return service is IHost started ? started.StartAsync(cancellationToken) : ((IHostedService)service).StartAsync(cancellationToken);
    }
}
