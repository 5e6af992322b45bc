using System.Globalization;
using System.Text.Json.Nodes;
using ApiBridge.Benchmarking.Rigging;

namespace ApiBridge.Worker.Bench.Rigging;

/// <summary>A real kube-apiserver with its etcd, processes of their own.</summary>
internal sealed class OnKubeApiServer : ICluster
{
    private readonly KubeApiServer _server;
    private readonly List<JsonObject> _apis = [];

    private OnKubeApiServer(KubeApiServer server) => _server = server;

    /// <summary>Whether there is one to start.</summary>
    public static bool IsAvailable => KubeApiServer.Obstacle is null;

    public bool IsEmulated => false;

    public IEnumerable<KeyValuePair<string, string>> Settings => _server.Settings;

    /// <summary>None: its own figures count the GET of a custom resource as a list.</summary>
    public RequestCounts? Requests => null;

    public TimeSpan ProcessorTime => _server.ProcessorTime + _server.EtcdProcessorTime;

    public static async Task<OnKubeApiServer> StartAsync(TimeProvider time, CancellationToken cancellationToken) =>
        new(await KubeApiServer.StartAsync(time, cancellationToken));

    public async Task<long> RevisionAsync(CancellationToken cancellationToken)
    {
        var list = await _server.ListAsync($"{KubeApiServer.ApisPath}?limit=1", cancellationToken);
        return long.Parse((string)list["metadata"]!["resourceVersion"]!, CultureInfo.InvariantCulture);
    }

    public async Task WriteAsync(NewApis apis, CancellationToken cancellationToken)
    {
        await _server.StoreComponentsAsync(apis.Components, cancellationToken);
        await _server.CreateSlicesAsync(apis.EndpointSlices, cancellationToken);
        await _server.StoreApisAsync(apis.Apis, cancellationToken);
        _apis.AddRange(apis.Apis);
    }

    public async Task<IReadOnlyList<JsonObject>> ApisAsync(CancellationToken cancellationToken) =>
        [.. (await _server.ListAsync(KubeApiServer.ApisPath, cancellationToken))["items"]!.AsArray().Select(item => item!.AsObject())];

    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        // As they were new, they have no finalizer that holds them.
        await _server.StoreApisAsync(_apis, cancellationToken);
        _apis.Clear();
        await Task.WhenAll(((string[])[KubeApiServer.ApisPath, KubeApiServer.ComponentsPath, KubeApiServer.SlicesPath])
            .Select(path => _server.SendAsync(HttpMethod.Delete, path, content: null, cancellationToken)));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
