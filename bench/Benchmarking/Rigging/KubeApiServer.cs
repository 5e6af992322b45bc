using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ApiBridge.TestServers;

namespace ApiBridge.Benchmarking.Rigging;

/// <summary>
/// A real kube-apiserver with its etcd, processes of their own. It holds a Canvas's definitions, the gateway's Ingress, and what is written
/// into it here. Custom resources that are prepared go into etcd directly; bridge and worker talk to the API server as they always do.
/// </summary>
internal sealed class KubeApiServer : IAsyncDisposable
{
    /// <summary>What people call it.</summary>
    public const string Name = "kube-apiserver";

    public const string Namespace = "components";
    public const string ApisPath = $"/apis/{CanvasDefinitions.Group}/v1/namespaces/{Namespace}/exposedapis";
    public const string ComponentsPath = $"/apis/{CanvasDefinitions.Group}/v1/namespaces/{Namespace}/components";
    public const string SlicesPath = $"/apis/{SlicesVersion}/namespaces/{Namespace}/endpointslices";

    // The version that kube-apiserver 1.20 serves; the objects are the same in both.
    private const string SlicesVersion = "discovery.k8s.io/v1beta1";
    private const int Writers = 8;
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly RealKubernetes _server;

    private KubeApiServer(RealKubernetes server) => (_server, Client) = (server, server.CreateClient());

    /// <summary>Why there is none to start, as the end of the sentence "…, because …"; null when there is one.</summary>
    public static string? Obstacle => RealKubernetes.IsAvailable ? null : RealKubernetes.Unavailable;

    /// <summary>A client that may do anything: the user <c>token-admin</c>, whom neither bridge nor worker are.</summary>
    public HttpClient Client { get; }

    /// <summary>By which bridge and worker reach it: the user <c>admin</c>.</summary>
    public string KubeconfigPath => _server.KubeconfigPath;

    /// <summary>The settings by which bridge and worker reach it.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings => [new("ApiBridge:Kubernetes:Kubeconfig", KubeconfigPath)];

    /// <summary>Processor time that the API server has used so far.</summary>
    public TimeSpan ProcessorTime => Used(Name);

    /// <summary>Processor time that its etcd has used so far.</summary>
    public TimeSpan EtcdProcessorTime => Used("etcd");

    /// <summary>Starts it.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="flags">Flags of the API server besides those that it needs.</param>
    public static async Task<KubeApiServer> StartAsync(TimeProvider time, CancellationToken cancellationToken, params IEnumerable<string> flags)
    {
        var options = new RealKubernetesOptions { ExtraApiServerFlags = string.Join(' ', flags) };
        var server = new KubeApiServer(await RealKubernetes.StartAsync(options, cancellationToken));
        try
        {
            await server.PrepareAsync(time, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stores ExposedAPIs in etcd; watchers are told.</summary>
    public Task StoreApisAsync(IEnumerable<JsonObject> apis, CancellationToken cancellationToken) =>
        StoreAsync($"{CanvasDefinitions.Group}/exposedapis", apis, cancellationToken);

    /// <summary>Stores Components in etcd, in place of those that are there by these names.</summary>
    public Task StoreComponentsAsync(IEnumerable<JsonObject> components, CancellationToken cancellationToken) =>
        StoreAsync($"{CanvasDefinitions.Group}/components", components, cancellationToken);

    /// <summary>Creates EndpointSlices through the API server, for a cluster keeps those as protobuf, which is much quicker to list.</summary>
    public Task CreateSlicesAsync(IEnumerable<JsonObject> slices, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        slices,
        new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken },
        async (slice, stop) =>
        {
            slice["apiVersion"] = SlicesVersion;
            await SendAsync(HttpMethod.Post, SlicesPath, JsonContent.Create(slice), stop);
        });

    /// <summary>A list as the API server answers it.</summary>
    public async Task<JsonObject> ListAsync(string path, CancellationToken cancellationToken) =>
        (await Client.GetFromJsonAsync<JsonObject>(new Uri(path, UriKind.Relative), cancellationToken))!;

    /// <summary>Makes a request whose answer does not matter.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var answer = await Client.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(
                $"{method} {path} was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }

    private async Task PrepareAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        foreach (var definition in new[] { CanvasDefinitions.ExposedApis(), CanvasDefinitions.Components() })
        {
            await SendAsync(
                HttpMethod.Post, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", JsonContent.Create(definition.Json), cancellationToken);
        }

        await SendAsync(
            HttpMethod.Post, "/api/v1/namespaces", JsonContent.Create(new { metadata = new { name = Namespace } }), cancellationToken);
        await StoreAsync("ingress", [CanvasObjects.Ingress()], cancellationToken);
        foreach (var path in new[] { ApisPath, ComponentsPath })
        {
            for (var started = time.GetTimestamp(); !await IsServedAsync(path, cancellationToken);)
            {
                if (time.GetElapsedTime(started) > Patience)
                {
                    throw new TimeoutException($"{path} was not served within {Patience}.");
                }

                await Task.Delay(LookInterval, time, cancellationToken);
            }
        }
    }

    private async Task<bool> IsServedAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await Client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return answer.IsSuccessStatusCode;
    }

    private Task StoreAsync(string resource, IEnumerable<JsonObject> objects, CancellationToken cancellationToken) => _server.Etcd.StoreAsync(
        $"{resource}/{Namespace}", objects.Select(item => KeyValuePair.Create((string)item["metadata"]!["name"]!, item.ToJsonString())), cancellationToken);

    private TimeSpan Used(string program)
    {
        var folder = Path.GetDirectoryName(KubeconfigPath)!;
        using var process = Process.GetProcessById(int.Parse(File.ReadAllText(Path.Combine(folder, $"{program}.pid")), CultureInfo.InvariantCulture));
        return process.TotalProcessorTime;
    }
}
