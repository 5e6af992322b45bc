using ApiBridge.Benchmarking.Rigging;

namespace ApiBridge.EventBridge.Bench.Rigging;

/// <summary>A Kubernetes API and a queue, and a bridge between them.</summary>
internal sealed class Rig : IAsyncDisposable
{
    // All objects of the largest figure: a watch that starts while they are loaded must not lag behind.
    private const int EventHistory = 200_000;
    private readonly BridgeProgram _program;

    private Rig(EmulatedCluster cluster, QueueServer queue, BridgeProgram program) => (Cluster, Queue, _program) = (cluster, queue, program);

    /// <summary>What the bridge watches.</summary>
    public EmulatedCluster Cluster { get; }

    /// <summary>Where the bridge sends to.</summary>
    public QueueServer Queue { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time => Queue.Time;

    /// <summary>The queue that the bridge sends to.</summary>
    public EventMessages Messages => Queue.Messages;

    /// <summary>Starts the servers.</summary>
    public static async Task<Rig> StartAsync(BridgeProgram program, TimeProvider time, CancellationToken cancellationToken) => new(
        await EmulatedCluster.StartAsync(EventHistory, time, cancellationToken), await QueueServer.StartAsync(time, cancellationToken), program);

    /// <summary>Starts the bridge on them and waits until it is ready.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="settings">Settings besides those that every figure has.</param>
    public Task<BridgeProcess> StartBridgeAsync(CancellationToken cancellationToken, params IEnumerable<KeyValuePair<string, string>> settings) =>
        BridgeProcess.StartAsync(_program, Queue, [new("ApiBridge:Kubernetes:Server", Cluster.Url.ToString()), .. settings], cancellationToken);

    /// <summary>Loads APIs with nothing left to do, each with a Service that is ready.</summary>
    public void LoadConverged(int from, int to)
    {
        for (var number = from; number < to; number++)
        {
            Cluster.WriteEndpointSlice(CanvasObjects.EndpointSlice(CanvasObjects.Name(number)));
            Cluster.WriteApi(CanvasObjects.ConvergedApi(number));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Queue.DisposeAsync();
        await Cluster.DisposeAsync();
    }
}
