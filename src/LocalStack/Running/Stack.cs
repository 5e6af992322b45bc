using ApiBridge.EventBridge.Hosting;
using ApiBridge.LocalStack.Azurite;
using ApiBridge.LocalStack.Canvas;
using ApiBridge.LocalStack.Gateway;
using ApiBridge.LocalStack.QueueTriggers;
using ApiBridge.LocalStack.Samples;

namespace ApiBridge.LocalStack.Running;

/// <summary>
/// The whole product on loopback: Azurite, a Kubernetes API, the gateway, the bridge and a worker. Disposing of it stops every part, the
/// last started first.
/// </summary>
public sealed class Stack : IAsyncDisposable
{
    private readonly Teardown _teardown;
    private readonly PartWatch _parts;

    private Stack(
        Teardown teardown, PartWatch parts, Cluster cluster, AzuriteProcess azurite, GatewaySimulator gateway, MessageLog messages) =>
        (_teardown, _parts, Cluster, Azurite, Gateway, Messages) = (teardown, parts, cluster, azurite, gateway, messages);

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

    /// <summary>Completes when a part ends by itself, with which one and why, in one line.</summary>
    public Task<string> Failed => _parts.Failed;

    /// <summary>Brings everything up, and takes it down again when any of it fails.</summary>
    /// <param name="options">On what.</param>
    /// <param name="time">The clock of all parts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The running stack.</returns>
    /// <exception cref="AzuriteException">Node.js, npm or Azurite fails; the message says how.</exception>
    /// <exception cref="HostJsonException">host.json can't be used.</exception>
    /// <exception cref="InvalidSampleException">The definitions can't be used.</exception>
    /// <exception cref="IOException">A port is taken.</exception>
    /// <exception cref="k8s.Exceptions.KubeConfigException">The kubeconfig can't be used.</exception>
    /// <exception cref="HttpRequestException">The cluster does not answer.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is bad; an
    /// <see cref="AggregateException"/> where several are, or where stopping what had started failed as well.</exception>
    public static async Task<Stack> StartAsync(StackOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var triggers = HostJson.Read(options.HostJson);
        var teardown = new Teardown();
        var parts = new PartWatch();
        try
        {
            var logs = teardown.Push(new LogFiles(options.LogFolder, time));
            var azurite = teardown.Push(await AzuriteProcess.StartAsync(new() { Port = options.StoragePort }, time, cancellationToken));
            var cluster = teardown.Push(await Cluster.OpenAsync(options, logs.FactoryOf("kubernetes"), time, cancellationToken));
            var gateway = teardown.Push(await GatewaySimulator.StartAsync(new() { Port = options.GatewayPort }, time, cancellationToken));
            await new SampleApplier(cluster.Client, time).ApplyDefinitionsAsync(SampleFolder.Read(options.Definitions), cancellationToken);
            var messages = new MessageLog(time);
            KeyValuePair<string, string?>[] own =
            [
                .. cluster.Settings,
                new("AzureWebJobsStorage", azurite.ConnectionString),
                new("ApiBridge:Gateway:Endpoint", gateway.Url.OriginalString),
            ];
            KeyValuePair<string, string?>[] settings = [.. own.ExceptBy(options.Settings.Keys, setting => setting.Key), .. options.Settings];
            if (options.ComponentOperator)
            {
                var canvas = new ComponentOperator(
                    cluster.Client, new(), time, logs.FactoryOf("component-operator").CreateLogger<ComponentOperator>());
                await RunAsync(teardown, canvas, cancellationToken);
                parts.Watch("The Component operator", canvas.ExecuteTask!);
            }

            var bridge = EventBridgeHost.Build(
                ["--urls", "http://127.0.0.1:0"],
                configuration => configuration.AddInMemoryCollection(settings),
                logging => logs.Replace(logging, "eventbridge"));
            await RunAsync(teardown, bridge, cancellationToken);
            parts.Watch("The bridge", bridge);
            var worker = WorkerHost.Build(settings, azurite.ConnectionString, triggers, messages, logging => logs.Replace(logging, "functions"), time);
            await RunAsync(teardown, worker, cancellationToken);
            parts.Watch("The worker", worker);
            parts.Watch("The queue service", azurite.Completion);
            return new(teardown, parts, cluster, azurite, gateway, messages) { BridgeUrl = new Uri(bridge.Urls.First()) };
        }
        catch (Exception failure)
        {
            await teardown.StopAfterAsync(failure);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _parts.Stop();
        return _teardown.DisposeAsync();
    }

    /// <summary>Stops everything after a failure, which stays the first thing to be told when stopping fails as well.</summary>
    /// <param name="failure">What is about to be thrown.</param>
    /// <returns>A task that ends when all parts have.</returns>
    /// <exception cref="AggregateException">The failure, and what stopping failed with.</exception>
    public Task StopAfterAsync(Exception failure)
    {
        _parts.Stop();
        return _teardown.StopAfterAsync(failure);
    }

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
