using ApiBridge.Benchmarking.Rigging;

namespace ApiBridge.EventBridge.Bench.Rigging;

/// <summary>The servers, and a bridge on them.</summary>
internal sealed class Rig : IAsyncDisposable
{
    // All objects of the largest figure: a watch that starts while they are loaded must not lag behind.
    private const int EventHistory = 200_000;
    private readonly BridgeProgram _program;

    private Rig(Servers servers, BridgeProgram program) => (Servers, _program) = (servers, program);

    /// <summary>What the bridge works on.</summary>
    public Servers Servers { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time => Servers.Time;

    /// <summary>The queue that the bridge sends to.</summary>
    public EventMessages Messages => Servers.Messages;

    /// <summary>Starts the servers.</summary>
    public static async Task<Rig> StartAsync(BridgeProgram program, TimeProvider time, CancellationToken cancellationToken) =>
        new(await Servers.StartAsync(EventHistory, time, cancellationToken), program);

    /// <summary>Starts the bridge on them and waits until it is ready.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="settings">Settings besides those that every figure has.</param>
    public Task<BridgeProcess> StartBridgeAsync(CancellationToken cancellationToken, params IEnumerable<KeyValuePair<string, string>> settings) =>
        BridgeProcess.StartAsync(
            _program,
            [
                new("ASPNETCORE_URLS", "http://127.0.0.1:0"),
                new("AzureWebJobsStorage", Servers.Azurite.ConnectionString),
                new("ApiEventsQueue", Servers.QueueName),
                new("ApiBridge:Kubernetes:Server", Servers.Kubernetes.ToString()),
                new("ApiBridge:Leadership:Namespace", "default"),

                // Otherwise it would send again what no worker takes care of here.
                new("ApiBridge:Resync:Period", "01:00:00"),
                new("ApiBridge:Resync:MaxPeriod", "01:00:00"),
                .. settings,
            ],
            Time,
            cancellationToken);

    /// <summary>Loads APIs with nothing left to do, each with a Service that is ready.</summary>
    public void LoadConverged(int from, int to)
    {
        for (var number = from; number < to; number++)
        {
            Servers.WriteEndpointSlice(CanvasObjects.EndpointSlice(CanvasObjects.Name(number)));
            Servers.WriteApi(CanvasObjects.ConvergedApi(number));
        }
    }

    public ValueTask DisposeAsync() => Servers.DisposeAsync();
}
