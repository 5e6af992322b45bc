using ApiBridge.Benchmarking.Rigging;
using ApiBridge.FunctionsHost.Settings;

namespace ApiBridge.Cluster.Bench.Rigging;

/// <summary>
/// A bridge and a worker. Between the phases the worker is held, so that in each it looks at the queue as soon as there is a message,
/// however long it had nothing to do; between the turns there is no bridge.
/// </summary>
internal sealed class Product : IParty, IAsyncDisposable
{
    private readonly KubeApiServer _server;
    private readonly QueueServer _queue;
    private readonly Uri _gateway;
    private readonly BridgeProgram _program;
    private BridgeProcess? _bridge;

    private Product(KubeApiServer server, QueueServer queue, Uri gateway, BridgeProgram program, HostProcess host) =>
        (_server, _queue, _gateway, _program, Host) = (server, queue, gateway, program, host);

    /// <summary>The worker.</summary>
    public HostProcess Host { get; }

    /// <summary>The bridge, while there is one.</summary>
    public BridgeProcess Bridge => _bridge ?? throw new InvalidOperationException("There is no bridge between the turns.");

    public IReadOnlyList<string> Processes => ["host", "app", "bridge"];

    public IReadOnlyList<TimeSpan> ProcessorTimes => [Host.ProcessorTime, Host.AppProcessorTime, Bridge.ProcessorTime];

    public string LastLines => Host.LastLines;

    /// <summary>Starts a worker, which is held.</summary>
    public static async Task<Product> StartAsync(
        KubeApiServer server, QueueServer queue, Uri gateway, BridgeProgram program, CancellationToken cancellationToken)
    {
        var functions = FunctionsHostProgram.Find();
        var host = HostProcess.Start(functions, queue, gateway, server.Settings, HostJson.Read(functions.HostJson).MaxPollingInterval);
        try
        {
            await host.UntilAsync(static log => log.Serves, "serve", cancellationToken);
            await host.HoldAsync();
            return new(server, queue, gateway, program, host);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public async Task BeginAsync(CancellationToken cancellationToken) =>
        _bridge = await BridgeProcess.StartAsync(_program, _queue, [.. _server.Settings, .. GatewaySettings.Of(_gateway)], cancellationToken);

    /// <summary>Starts the bridge anew over what is there.</summary>
    public async Task RestartBridgeAsync(CancellationToken cancellationToken)
    {
        await Bridge.DisposeAsync();
        _bridge = null;
        await BeginAsync(cancellationToken);
    }

    public async Task HoldAsync(CancellationToken cancellationToken)
    {
        await Host.HoldAsync();
        await Host.IsDueAsync(cancellationToken);
    }

    public async Task GoAsync(CancellationToken cancellationToken)
    {
        await _queue.Messages.UntilAsync(1, cancellationToken);
        await Host.ReleaseAsync();
    }

    /// <summary>Nothing: it watches.</summary>
    public void Tell(Operation operation, string api)
    {
    }

    public Task SettleAsync(CancellationToken cancellationToken) => Quiet.UntilAsync(
        async () => await Bridge.WaitingAsync(cancellationToken) + await _queue.Messages.CountAsync(cancellationToken), _queue.Time, cancellationToken);

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await Host.HoldAsync();
        await Bridge.DisposeAsync();
        _bridge = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_bridge is not null)
        {
            await _bridge.DisposeAsync();
        }

        await Host.DisposeAsync();
    }
}
