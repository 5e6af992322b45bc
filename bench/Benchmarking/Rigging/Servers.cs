using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Azurite;
using ApiBridge.LocalStack.Kubernetes;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.LocalStack.Kubernetes.Resources;
using ApiBridge.LocalStack.Kubernetes.Storage;

namespace ApiBridge.Benchmarking.Rigging;

/// <summary>What everything is measured on: a Kubernetes API in this process and Azurite's queue.</summary>
internal sealed class Servers : IAsyncDisposable
{
    public const string QueueName = "api-events";

    private static readonly GroupResource ExposedApis = new("oda.tmforum.org", "exposedapis");
    private static readonly GroupResource Components = new("oda.tmforum.org", "components");
    private static readonly GroupResource EndpointSlices = new("discovery.k8s.io", "endpointslices");
    private static readonly GroupResource Ingresses = new("networking.k8s.io", "ingresses");
    private readonly KubernetesApiEmulator _kubernetes;

    private Servers(KubernetesApiEmulator kubernetes, AzuriteProcess azurite, TimeProvider time)
    {
        (_kubernetes, Azurite, Time) = (kubernetes, azurite, time);
        Messages = new(azurite, QueueName, time);
    }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Where the Kubernetes API is.</summary>
    public Uri Kubernetes => _kubernetes.Url;

    /// <summary>The queue service.</summary>
    public AzuriteProcess Azurite { get; }

    /// <summary>The live queue.</summary>
    public EventMessages Messages { get; }

    /// <summary>How many writes the Kubernetes API has stored.</summary>
    public long Revision => _kubernetes.Store.Revision;

    /// <summary>The ExposedAPIs as they stand.</summary>
    public IEnumerable<JsonObject> Apis => _kubernetes.Store.List(ExposedApis).Objects.Select(stored => stored.Body);

    /// <summary>Starts both, with the Canvas's resources defined, the gateway's Ingress, and no object else.</summary>
    /// <param name="eventHistory">How many changes a watch may lag behind; all of them are kept in memory.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<Servers> StartAsync(int eventHistory, TimeProvider time, CancellationToken cancellationToken)
    {
        // The objects name owners that are not there.
        var kubernetes = await KubernetesApiEmulator.StartAsync(
            new() { EventHistory = eventHistory, CollectGarbage = false }, timeProvider: time, cancellationToken: cancellationToken);
        await DefineAsync(kubernetes.Url, ExposedApis, cancellationToken);
        await DefineAsync(kubernetes.Url, Components, cancellationToken);
        var azurite = await AzuriteProcess.StartAsync(new(), time, cancellationToken);
        var servers = new Servers(kubernetes, azurite, time);
        servers.Write(Ingresses, CanvasObjects.Ingress());
        return servers;
    }

    /// <summary>
    /// The rounds of a figure that fills the queue, in blocks with a new Azurite each: once a minute Azurite sweeps what was deleted, in a
    /// time that grows with the square of it, and answers nobody meanwhile. A block is over before.
    /// </summary>
    /// <param name="blocks">How many blocks count.</param>
    /// <param name="countedInABlock">How many rounds count in each.</param>
    /// <param name="cancellationToken">Ends the rounds.</param>
    /// <param name="blocksBefore">How many blocks go before in which no round counts.</param>
    /// <returns>A number for each round, and whether it counts: the first of a block warms up all parties.</returns>
    public async IAsyncEnumerable<(int Round, bool Counts)> RoundsAsync(
        int blocks, int countedInABlock, [EnumeratorCancellation] CancellationToken cancellationToken, int blocksBefore = 0)
    {
        for (var round = 0; round < (blocksBefore + blocks) * (1 + countedInABlock); round++)
        {
            var (block, inBlock) = Math.DivRem(round, 1 + countedInABlock);
            var counts = inBlock > 0 && block >= blocksBefore;
            if (inBlock == 0)
            {
                await Azurite.RestartAsync(cancellationToken);
                await Messages.EnsureAsync(cancellationToken);
            }

            yield return (round, counts);
        }
    }

    /// <summary>Writes an ExposedAPI; watchers are told as soon as it stands.</summary>
    public void WriteApi(JsonObject api) => Write(ExposedApis, api);

    /// <summary>Writes a Component.</summary>
    public void WriteComponent(JsonObject component) => Write(Components, component);

    /// <summary>Writes an EndpointSlice.</summary>
    public void WriteEndpointSlice(JsonObject slice) => Write(EndpointSlices, slice);

    /// <summary>Removes all objects but the Ingress, as if they had never been.</summary>
    public void Clear()
    {
        foreach (var resource in new[] { ExposedApis, Components, EndpointSlices })
        {
            foreach (var stored in _kubernetes.Store.List(resource).Objects)
            {
                Remove(resource, stored);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Azurite.DisposeAsync();
        await _kubernetes.DisposeAsync();
    }

    private static async Task DefineAsync(Uri server, GroupResource resource, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = server };
        var yaml = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "samples", "crds", $"{resource}.yaml"), cancellationToken);
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

    private void Remove(GroupResource resource, StoredObject stored) =>
        _ = _kubernetes.Store.TryRemove(resource, stored) ?? throw new InvalidOperationException($"{stored.Name} changed while it was removed.");
}
