using ApiBridge.Domain;
using ApiBridge.EventBridge.Hosting;
using ApiBridge.LocalStack.Azurite;
using ApiBridge.LocalStack.Canvas;
using ApiBridge.LocalStack.Functions;
using ApiBridge.LocalStack.Gateway;
using ApiBridge.LocalStack.Samples;
using ApiBridge.Shared.Storage;
using Microsoft.Extensions.Options;

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

    /// <summary>The messages that the worker took, as far as its host tells.</summary>
    public MessageLog Messages { get; }

    /// <summary>Which entry of the gateway is an API's own.</summary>
    public required GatewayEntries Entries { get; init; }

    /// <summary>Where the bridge tells its health and metrics.</summary>
    public required Uri BridgeUrl { get; init; }

    /// <summary>Where the worker tells how things stand; null when none was started.</summary>
    public required Uri? StatusUrl { get; init; }

    /// <summary>Where a browser finds the dashboard; null when it was not started.</summary>
    public Uri? DashboardUrl { get; private init; }

    /// <summary>Completes when a part ends by itself, with which one and why, in one line.</summary>
    public Task<string> Failed => _parts.Failed;

    /// <summary>Brings everything up, and takes it down again when any of it fails.</summary>
    /// <param name="options">On what.</param>
    /// <param name="time">The clock of all parts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The running stack.</returns>
    /// <exception cref="AzuriteException">Node.js, npm or Azurite fails; the message says how.</exception>
    /// <exception cref="FunctionsException">The Functions host does not start; the message says why.</exception>
    /// <exception cref="InvalidSampleException">The definitions can't be used.</exception>
    /// <exception cref="IOException">A port is taken.</exception>
    /// <exception cref="HttpRequestException">The cluster does not answer.</exception>
    /// <exception cref="OptionsValidationException">A setting is bad; an
    /// <see cref="AggregateException"/> where several are, or where stopping what had started failed as well.</exception>
    public static async Task<Stack> StartAsync(StackOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        RefuseWhatIsWrong(options);
        var teardown = new Teardown();
        var parts = new PartWatch();
        try
        {
            var logs = teardown.Push(new LogFiles(options.LogFolder, time));
            var azurite = teardown.Push(await AzuriteProcess.StartAsync(
                new() { Port = options.StoragePort, BlobPort = options.Functions is { NeedsBlobs: false } ? null : options.BlobPort }, time, cancellationToken));
            var cluster = teardown.Push(await Cluster.OpenAsync(options, logs.FactoryOf("kubernetes"), time, cancellationToken));
            var gateway = teardown.Push(await GatewaySimulator.StartAsync(new() { Port = options.GatewayPort, Services = options.Services }, time, cancellationToken));
            if (options.Definitions is { } definitions)
            {
                await new SampleApplier(cluster.Client, time).ApplyDefinitionsAsync(SampleFolder.Read(definitions), cancellationToken);
            }

            var messages = new MessageLog();
            KeyValuePair<string, string?>[] own =
            [
                .. cluster.Settings,
                new("AzureWebJobsStorage", azurite.ConnectionString),
                new("AzureWebJobsStorage:accountName", string.Empty),
                new("AzureWebJobsStorage:queueServiceUri", string.Empty),
                .. GatewaySettings.Of(gateway.Url, options),

                // The worker's triggers take the queues' names from the settings alone: for them there is no default.
                .. QueueSettings(),
            ];
            KeyValuePair<string, string?>[] settings = [.. own.ExceptBy(options.Settings.Keys, setting => setting.Key), .. options.Settings];
            if (options.ComponentOperator)
            {
                var canvas = new ComponentOperator(
                    cluster.Client, options.OperatorHabits with { Namespaces = cluster.Namespaces }, time, logs.FactoryOf("component-operator").CreateLogger<ComponentOperator>());
                await teardown.RunAsync(canvas, cancellationToken);
                parts.Watch("The Component operator", canvas.ExecuteTask!);
            }

            var bridge = EventBridgeHost.Build(
                ["--urls", "http://127.0.0.1:0"],
                configuration => configuration.AddInMemoryCollection(Over(settings, options.BridgeSettings)),
                logging => logs.Replace(logging, "eventbridge"));
            await teardown.RunAsync(bridge, cancellationToken);
            parts.Watch("The bridge", bridge);
            parts.Watch("The queue service", azurite.Completion);
            var worker = options.Functions is { } app
                ? await StartWorkerAsync(app, Over(settings, options.WorkerSettings), teardown, messages, logs, time, cancellationToken)
                : null;
            if (worker is not null)
            {
                parts.Watch("The worker", worker.Completion);
            }

            var bridgeUrl = new Uri(bridge.Urls.First());
            var dashboard = options.Dashboard
                ? teardown.Push(await DashboardProcess.StartAsync(
                    options.Functions?.Node ?? "node", settings, ["--bridge", bridgeUrl.OriginalString, .. worker is null ? (string[])[] : ["--worker", worker.StatusUrl.OriginalString]],
                    DashboardLog(logs), time, cancellationToken))
                : null;
            if (dashboard is not null)
            {
                parts.Watch("The dashboard", dashboard.Completion);
            }

            return new(teardown, parts, cluster, azurite, gateway, messages)
            {
                DashboardUrl = dashboard?.Url,
                Entries = bridge.Services.GetRequiredService<GatewayEntries>(),
                BridgeUrl = bridgeUrl,
                StatusUrl = worker?.StatusUrl,
            };
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

    private static async Task<FunctionsHost> StartWorkerAsync(
        FunctionsHostOptions app,
        IEnumerable<KeyValuePair<string, string?>> settings,
        Teardown teardown,
        MessageLog messages,
        LogFiles logs,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var log = logs.FactoryOf("functions").CreateLogger("host");
        void Hear(string line)
        {
            messages.Hear(line);
            log.HostSaid(line);
        }

        return teardown.Push(await FunctionsHost.StartAsync(app, settings, Hear, time, cancellationToken));
    }

    private static Action<string> DashboardLog(LogFiles logs)
    {
        var log = logs.FactoryOf("dashboard").CreateLogger("apibridge");
        return log.HostSaid;
    }

    // Before anything is started that would have to be stopped again.
    private static void RefuseWhatIsWrong(StackOptions options)
    {
        var problems = options.Problems().Concat(ReadQueueNames().Problems()).ToList();
        if (problems.Count > 0)
        {
            throw new OptionsValidationException(nameof(StackOptions), typeof(StackOptions), problems);
        }
    }

    private static QueueNames ReadQueueNames()
    {
        var names = new QueueNames();
        names.Read(new ConfigurationBuilder().AddEnvironmentVariables().Build());
        return names;
    }

    private static IEnumerable<KeyValuePair<string, string?>> QueueSettings()
    {
        var names = ReadQueueNames();
        return [new("ApiEventsQueue", names.EventsQueue), new("ApiRetryQueue", names.RetryQueue), new("ApiDeadLetterQueue", names.DeadLetterQueue)];
    }

    private static IEnumerable<KeyValuePair<string, string?>> Over(
        IEnumerable<KeyValuePair<string, string?>> settings, IReadOnlyDictionary<string, string?> own) =>
        own.UnionBy(settings, static setting => setting.Key, StringComparer.OrdinalIgnoreCase);
}
