using System.Text.Json.Nodes;
using ApiBridge.Benchmarking.Rigging;

namespace ApiBridge.Worker.Bench.Rigging;

/// <summary>The Kubernetes API emulator, in this process.</summary>
internal sealed class OnTheEmulator : ICluster
{
    // A list that comes in pages must not be overtaken.
    private const int EventHistory = 10_000;
    private readonly EmulatedCluster _cluster;
    private readonly RequestCounts _requests = new();

    private OnTheEmulator(EmulatedCluster cluster) => _cluster = cluster;

    public bool IsEmulated => true;

    public IEnumerable<KeyValuePair<string, string>> Settings => [new("ApiBridge:Kubernetes:Server", _cluster.Url.ToString())];

    public RequestCounts? Requests => _requests;

    /// <summary>None: it shares this process.</summary>
    public TimeSpan ProcessorTime => TimeSpan.Zero;

    public static async Task<OnTheEmulator> StartAsync(TimeProvider time, CancellationToken cancellationToken) =>
        new(await EmulatedCluster.StartAsync(EventHistory, time, cancellationToken));

    public Task<long> RevisionAsync(CancellationToken cancellationToken) => Task.FromResult(_cluster.Revision);

    public Task WriteAsync(NewApis apis, CancellationToken cancellationToken)
    {
        foreach (var component in apis.Components)
        {
            _cluster.WriteComponent(component);
        }

        foreach (var slice in apis.EndpointSlices)
        {
            _cluster.WriteEndpointSlice(slice);
        }

        foreach (var api in apis.Apis)
        {
            _cluster.WriteApi(api);
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<JsonObject>> ApisAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<JsonObject>>([.. _cluster.Apis]);

    public Task ClearAsync(CancellationToken cancellationToken)
    {
        _cluster.Clear();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _requests.Dispose();
        return _cluster.DisposeAsync();
    }
}
