using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Azurite;
using ApiBridge.LocalStack.Kubernetes;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.LocalStack.Kubernetes.Resources;

namespace ApiBridge.EventBridge.Bench.Rigging;

/// <summary>What the bridge works on: a Kubernetes API in this process and Azurite's queue.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private const string QueueName = "api-events";

    // All objects of the largest figure: a watch that starts while they are loaded must not lag behind.
    private const int EventHistory = 200_000;
    private static readonly GroupResource ExposedApis = new("oda.tmforum.org", "exposedapis");
    private static readonly GroupResource EndpointSlices = new("discovery.k8s.io", "endpointslices");
    private static readonly GroupResource Ingresses = new("networking.k8s.io", "ingresses");
    private readonly KubernetesApiEmulator _kubernetes;
    private readonly AzuriteProcess _azurite;
    private readonly BridgeProgram _program;

    private Rig(KubernetesApiEmulator kubernetes, AzuriteProcess azurite, BridgeProgram program, TimeProvider time)
    {
        (_kubernetes, _azurite, _program, Time) = (kubernetes, azurite, program, time);
        Messages = new(azurite, QueueName, time);
    }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>The queue that the bridge sends to.</summary>
    public EventMessages Messages { get; }

    /// <summary>Starts both servers, with the ExposedAPI defined and no object there.</summary>
    public static async Task<Rig> StartAsync(BridgeProgram program, TimeProvider time, CancellationToken cancellationToken)
    {
        // The objects name owners that are not there.
        var kubernetes = await KubernetesApiEmulator.StartAsync(
            new() { EventHistory = EventHistory, CollectGarbage = false }, timeProvider: time, cancellationToken: cancellationToken);
        await DefineAsync(kubernetes.Url, cancellationToken);
        var azurite = await AzuriteProcess.StartAsync(new(), time, cancellationToken);
        var rig = new Rig(kubernetes, azurite, program, time);
        rig.Write(Ingresses, CanvasObjects.Ingress());
        return rig;
    }

    /// <summary>Starts the bridge on them and waits until it is ready.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="settings">Settings besides those that every figure has.</param>
    public Task<BridgeProcess> StartBridgeAsync(CancellationToken cancellationToken, params IEnumerable<KeyValuePair<string, string>> settings) =>
        BridgeProcess.StartAsync(
            _program,
            [
                new("ASPNETCORE_URLS", "http://127.0.0.1:0"),
                new("AzureWebJobsStorage", _azurite.ConnectionString),
                new("ApiEventsQueue", QueueName),
                new("ApiBridge:Kubernetes:Server", _kubernetes.Url.ToString()),
                new("ApiBridge:Leadership:Namespace", "default"),

                // Otherwise it would send again what no worker takes care of here.
                new("ApiBridge:Resync:Period", "01:00:00"),
                new("ApiBridge:Resync:MaxPeriod", "01:00:00"),
                .. settings,
            ],
            Time,
            cancellationToken);

    /// <summary>
    /// The rounds of a figure that fills the queue, in blocks with a new Azurite each: once a minute Azurite sweeps what was deleted, in a
    /// time that grows with the square of it, and answers nobody meanwhile. A block is over before.
    /// </summary>
    /// <returns>A number for each round, and whether it counts: the first of a block warms up all parties.</returns>
    public async IAsyncEnumerable<(int Round, bool Counts)> RoundsAsync(
        int blocks, int countedInABlock, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var round = 0; round < blocks * (1 + countedInABlock); round++)
        {
            var counts = round % (1 + countedInABlock) > 0;
            if (!counts)
            {
                await _azurite.RestartAsync(cancellationToken);
                await Messages.EnsureAsync(cancellationToken);
            }

            yield return (round, counts);
        }
    }

    /// <summary>Writes an ExposedAPI; watchers are told as soon as it stands.</summary>
    public void Write(JsonObject exposedApi) => Write(ExposedApis, exposedApi);

    /// <summary>Loads APIs with nothing left to do, each with a Service that is ready.</summary>
    public void LoadConverged(int from, int to)
    {
        for (var number = from; number < to; number++)
        {
            Write(EndpointSlices, CanvasObjects.EndpointSlice(number));
            Write(CanvasObjects.ConvergedApi(number));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _azurite.DisposeAsync();
        await _kubernetes.DisposeAsync();
    }

    private static async Task DefineAsync(Uri server, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = server };
        var yaml = await File.ReadAllBytesAsync(
            Path.Combine(AppContext.BaseDirectory, "samples", "crds", "exposedapis.oda.tmforum.org.yaml"), cancellationToken);
        using var definition = new ByteArrayContent(yaml) { Headers = { ContentType = new MediaTypeHeaderValue("application/yaml") } };
        using var answer = await client.PostAsync(
            new Uri("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", UriKind.Relative), definition, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private void Write(GroupResource resource, JsonObject body)
    {
        var name = new ObjectName(body.Namespace()!, body.Name());
        _ = _kubernetes.Store.TryCreate(resource, name, body) ?? throw new InvalidOperationException($"{name} is there already.");
    }
}
