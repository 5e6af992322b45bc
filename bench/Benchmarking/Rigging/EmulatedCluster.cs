using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.LocalStack.Kubernetes.Resources;
using ApiBridge.LocalStack.Kubernetes.Storage;

namespace ApiBridge.Benchmarking.Rigging;

/// <summary>A Kubernetes API in this process. Objects go into its store directly, so that how fast it takes requests is no part of a figure.</summary>
internal sealed class EmulatedCluster : IAsyncDisposable
{
    private static readonly GroupResource ExposedApis = new("oda.tmforum.org", "exposedapis");
    private static readonly GroupResource Components = new("oda.tmforum.org", "components");
    private static readonly GroupResource EndpointSlices = new("discovery.k8s.io", "endpointslices");
    private static readonly GroupResource Ingresses = new("networking.k8s.io", "ingresses");
    private readonly KubernetesApiEmulator _kubernetes;

    private EmulatedCluster(KubernetesApiEmulator kubernetes) => _kubernetes = kubernetes;

    /// <summary>Where it is.</summary>
    public Uri Url => _kubernetes.Url;

    /// <summary>How many writes it has stored.</summary>
    public long Revision => _kubernetes.Store.Revision;

    /// <summary>The ExposedAPIs as they stand.</summary>
    public IEnumerable<JsonObject> Apis => _kubernetes.Store.List(ExposedApis).Objects.Select(stored => stored.Body);

    /// <summary>Starts it, with the Canvas's resources defined, the gateway's Ingress, and no object else.</summary>
    /// <param name="eventHistory">How many changes a watch may lag behind; all of them are kept in memory.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<EmulatedCluster> StartAsync(int eventHistory, TimeProvider time, CancellationToken cancellationToken)
    {
        // The objects name owners that are not there.
        var kubernetes = await KubernetesApiEmulator.StartAsync(
            new() { EventHistory = eventHistory, CollectGarbage = false }, timeProvider: time, cancellationToken: cancellationToken);
        await DefineAsync(kubernetes.Url, ExposedApis, cancellationToken);
        await DefineAsync(kubernetes.Url, Components, cancellationToken);
        var cluster = new EmulatedCluster(kubernetes);
        cluster.Write(Ingresses, CanvasObjects.Ingress());
        return cluster;
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

    public ValueTask DisposeAsync() => _kubernetes.DisposeAsync();

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
