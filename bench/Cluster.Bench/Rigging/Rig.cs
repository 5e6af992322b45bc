using ApiBridge.Benchmarking;
using ApiBridge.Benchmarking.Rigging;
using ApiBridge.LocalStack.Gateway;

namespace ApiBridge.Cluster.Bench.Rigging;

/// <summary>A real API server, a queue and a gateway, and the parties that work on them in turns.</summary>
internal sealed class Rig : IAsyncDisposable
{
    // Once a minute Azurite sweeps what was deleted, in a time that grows with the square of it, and answers nobody meanwhile.
    private const int MostOfOneAzurite = 2_000;
    private static readonly TimeSpan GatewayDelay = TimeSpan.FromMilliseconds(5);
    private readonly KubeApiServer _server;
    private readonly AuditLog _audit;
    private readonly QueueServer _queue;
    private readonly GatewaySimulator _gateway;
    private int _slices;
    private int _operations;

    private Rig(KubeApiServer server, AuditLog audit, QueueServer queue, GatewaySimulator gateway, Product product, bool isQuick)
    {
        (_server, _audit, _queue, _gateway, Product, IsQuick) = (server, audit, queue, gateway, product, isQuick);
        Reference = ReferenceClient.Start(server, queue, gateway.Url);
    }

    /// <summary>Whether as little is to be done as shows that the figure can be taken.</summary>
    public bool IsQuick { get; }

    public Product Product { get; }

    public ReferenceClient Reference { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time => _queue.Time;

    /// <summary>Starts the servers and both parties, which watch nothing yet.</summary>
    public static async Task<Rig> StartAsync(BenchmarkArguments arguments, TimeProvider time, CancellationToken cancellationToken)
    {
        var bridge = arguments.Bridge;
        var queue = await QueueServer.StartAsync(time, cancellationToken);
        await queue.Messages.EnsureAsync(cancellationToken);
        var gateway = await GatewaySimulator.StartAsync(new(), time, cancellationToken);
        gateway.SetFault(new() { Mode = GatewayFaultMode.Delay, Delay = GatewayDelay });
        var audit = new AuditLog();

        // Last: unlike the others it would outlive this process if one of them did not start.
        var server = await KubeApiServer.StartAsync(time, cancellationToken, audit.Flags);
        try
        {
            return new(server, audit, queue, gateway, await Product.StartAsync(server, queue, gateway.Url, bridge, cancellationToken), arguments.Quick);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A party's turn: rounds of APIs that live through all operations. Before and after there are none.</summary>
    /// <param name="party">The party.</param>
    /// <param name="apis">How many APIs a round has.</param>
    /// <param name="rounds">How many rounds.</param>
    /// <param name="onPhase">Told each phase.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task TakeTurnAsync(
        IParty party, int apis, int rounds, Func<Operation, Phase, Task> onPhase, CancellationToken cancellationToken)
    {
        await EnsureSlicesAsync(apis, cancellationToken);
        await using var watch = new ApiWatch(_server, Time);
        var driver = new Driver(_server, watch);
        await party.BeginAsync(cancellationToken);
        for (var number = 0; number < rounds; number++)
        {
            var round = Round.Of(apis);
            await _server.StoreComponentsAsync(round.Components, cancellationToken);
            foreach (var operation in Enum.GetValues<Operation>())
            {
                await onPhase(operation, await MeasureAsync(driver, operation, round, party, cancellationToken));
            }
        }

        await party.EndAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Reference.DisposeAsync();
        await Product.DisposeAsync();
        await _gateway.DisposeAsync();
        await _server.DisposeAsync();
        await _queue.DisposeAsync();
        _audit.Dispose();
    }

    private async Task<Phase> MeasureAsync(Driver driver, Operation operation, Round round, IParty party, CancellationToken cancellationToken)
    {
        await party.HoldAsync(cancellationToken);
        await RenewQueueAsync(round.Apis.Count, cancellationToken);
        await _audit.ReadAsync(cancellationToken);
        GC.Collect();
        var (calls, used, started) = (_gateway.Calls.Count, Used(party), Time.GetTimestamp());
        var going = party.GoAsync(cancellationToken);
        var milliseconds = await driver.RunAsync(operation, round, party, cancellationToken);
        var seconds = Time.GetElapsedTime(started).TotalSeconds;
        await going;
        await party.SettleAsync(cancellationToken);
        var (usedThen, wholeSeconds) = (Used(party), Time.GetElapsedTime(started).TotalSeconds);
        return new(seconds, wholeSeconds, milliseconds, await _audit.ReadAsync(cancellationToken), _gateway.Calls.Count - calls, usedThen - used);
    }

    private async Task RenewQueueAsync(int operations, CancellationToken cancellationToken)
    {
        _operations += operations;
        if (_operations > MostOfOneAzurite)
        {
            _operations = operations;
            await _queue.Azurite.RestartAsync(cancellationToken);
            await _queue.Messages.EnsureAsync(cancellationToken);
        }
    }

    // They have nothing that changes, so they stay for all who come by their names.
    private async Task EnsureSlicesAsync(int apis, CancellationToken cancellationToken)
    {
        if (apis < _slices)
        {
            await _server.SendAsync(HttpMethod.Delete, KubeApiServer.SlicesPath, content: null, cancellationToken);
            _slices = 0;
        }

        await _server.CreateSlicesAsync(
            Enumerable.Range(_slices, apis - _slices).Select(number => CanvasObjects.EndpointSlice(Round.NameOf(number))), cancellationToken);
        _slices = apis;
    }

    private Usage Used(IParty party) => new(
        [Usage.ApiServer, Usage.Etcd, .. party.Processes, Usage.Queue],
        [_server.ProcessorTime, _server.EtcdProcessorTime, .. party.ProcessorTimes, _queue.ProcessorTime]);
}
