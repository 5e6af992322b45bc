using System.Globalization;
using System.Net.Sockets;
using ApiBridge.EventBridge.Hosting;
using ApiBridge.LocalStack.Azurite;
using ApiBridge.LocalStack.Canvas;
using ApiBridge.LocalStack.Gateway;
using ApiBridge.LocalStack.Running;
using ApiBridge.LocalStack.Samples;

namespace ApiBridge.LocalStack.Functions;

/// <summary>Brings up what the Functions app's settings name and nobody serves yet. Only what would be on this machine is started.</summary>
internal sealed class Surroundings(FunctionsRunOptions options, Teardown teardown, PartWatch parts, TextWriter output, TimeProvider time)
{
    private const string StorageSetting = "AzureWebJobsStorage";
    private const string DevelopmentStorage = "UseDevelopmentStorage=true";
    private const int DevelopmentBlobPort = 10000;
    private const int DevelopmentQueuePort = 10001;
    private const string ServerSetting = "ApiBridge__Kubernetes__Server";
    private const string KubeconfigSetting = "ApiBridge__Kubernetes__Kubeconfig";
    private const string GatewaySetting = "ApiBridge__Gateway__Endpoint";
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Brings it up.</summary>
    /// <param name="local">The settings.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The settings for the app, by the names of environment variables.</returns>
    public async Task<IReadOnlyDictionary<string, string?>> StartAsync(LocalSettings local, CancellationToken cancellationToken)
    {
        var settings = local.Values.ToDictionary(value => value.Key, string? (value) => value.Value, StringComparer.OrdinalIgnoreCase);
        var logs = teardown.Push(new LogFiles(options.LogFolder, time));
        if (string.Equals(settings.GetValueOrDefault(StorageSetting)?.TrimEnd(';'), DevelopmentStorage, StringComparison.OrdinalIgnoreCase))
        {
            await StartStorageAsync(cancellationToken);
        }

        if (options.Kubeconfig is { } kubeconfig)
        {
            (settings[KubeconfigSetting], settings[ServerSetting]) = (kubeconfig, string.Empty);
            await output.WriteLineAsync($"Kubernetes: the cluster of {kubeconfig}.");
        }
        else
        {
            await StartClusterAsync(settings, logs, cancellationToken);
            await StartGatewayAsync(settings, cancellationToken);
        }

        await StartBridgeAsync(settings, logs, cancellationToken);
        return settings;
    }

    private async Task StartStorageAsync(CancellationToken cancellationToken)
    {
        if (await IsServedAsync("Queues", DevelopmentQueuePort, cancellationToken))
        {
            return;
        }

        var azurite = teardown.Push(await AzuriteProcess.StartAsync(
            new() { Port = DevelopmentQueuePort, BlobPort = DevelopmentBlobPort }, time, cancellationToken));
        parts.Watch("The queue service", azurite.Completion);
        await SayStartedAsync("Queues: Azurite", DevelopmentQueuePort);
    }

    private async Task StartClusterAsync(Dictionary<string, string?> settings, LogFiles logs, CancellationToken cancellationToken)
    {
        if (LoopbackPort(settings.GetValueOrDefault(ServerSetting)) is not { } port || await IsServedAsync("Kubernetes", port, cancellationToken))
        {
            return;
        }

        var stack = new StackOptions { KubernetesPort = port };
        var cluster = teardown.Push(await Cluster.OpenAsync(stack, logs.FactoryOf("kubernetes"), time, cancellationToken));
        await new SampleApplier(cluster.Client, time).ApplyDefinitionsAsync(SampleFolder.Read(stack.Definitions), cancellationToken);
        var canvas = new ComponentOperator(
            cluster.Client, new(), time, logs.FactoryOf("component-operator").CreateLogger<ComponentOperator>());
        await teardown.RunAsync(canvas, cancellationToken);
        parts.Watch("The Component operator", canvas.ExecuteTask!);
        await SayStartedAsync("Kubernetes: the emulator", port);
    }

    private async Task StartGatewayAsync(Dictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        if (LoopbackPort(settings.GetValueOrDefault(GatewaySetting)) is not { } port || await IsServedAsync("Gateway", port, cancellationToken))
        {
            return;
        }

        teardown.Push(await GatewaySimulator.StartAsync(new() { Port = port }, time, cancellationToken));
        await SayStartedAsync("Gateway: the simulator", port);
    }

    private async Task StartBridgeAsync(Dictionary<string, string?> settings, LogFiles logs, CancellationToken cancellationToken)
    {
        if (await IsServedAsync("Bridge", options.BridgePort, cancellationToken))
        {
            return;
        }

        var bridge = EventBridgeHost.Build(
            ["--urls", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{options.BridgePort}")],
            configuration => configuration.AddInMemoryCollection(
                settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), setting.Value))),
            logging => logs.Replace(logging, "eventbridge"));
        await teardown.RunAsync(bridge, cancellationToken);
        parts.Watch("The bridge", bridge);
        await SayStartedAsync("Bridge: one of this build", options.BridgePort);
    }

    private async Task<bool> IsServedAsync(string what, int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        using var limit = new CancellationTokenSource(ProbeTimeout, time);
        using var probing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await client.ConnectAsync("127.0.0.1", port, probing.Token);
        }
        catch (Exception exception) when (exception is SocketException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{what}: what listens on 127.0.0.1:{port} is used."));
        return true;
    }

    private Task SayStartedAsync(string what, int port) =>
        output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{what} was started on 127.0.0.1:{port}."));

    private static int? LoopbackPort(string? address) =>
        Uri.TryCreate(address is null || address.Contains("://", StringComparison.Ordinal) ? address : $"http://{address}", UriKind.Absolute, out var url) && url.IsLoopback
            ? url.Port
            : null;
}
