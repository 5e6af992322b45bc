using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ApiBridge.Benchmarking.Rigging;
using ApiBridge.TestServers;

namespace ApiBridge.Worker.Bench.Rigging;

/// <summary>
/// A real kube-apiserver with its etcd, processes of their own. Custom resources that are prepared go into etcd directly; bridge and worker
/// talk to the API server as they always do.
/// </summary>
internal sealed class OnKubeApiServer : ICluster
{
    private const string Namespace = "components";
    private const int Writers = 8;
    private const string CanvasGroup = "oda.tmforum.org";

    // The version that kube-apiserver 1.20 serves; the objects are the same in both.
    private const string SlicesVersion = "discovery.k8s.io/v1beta1";

    private const string ApisPath = $"/apis/{CanvasGroup}/v1/namespaces/{Namespace}/exposedapis";
    private const string ComponentsPath = $"/apis/{CanvasGroup}/v1/namespaces/{Namespace}/components";
    private const string SlicesPath = $"/apis/{SlicesVersion}/namespaces/{Namespace}/endpointslices";
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly RealKubernetes _server;
    private readonly HttpClient _client;
    private readonly List<JsonObject> _apis = [];

    private OnKubeApiServer(RealKubernetes server) => (_server, _client) = (server, server.CreateClient());

    /// <summary>Whether there is one to start.</summary>
    public static bool IsAvailable => RealKubernetes.IsAvailable;

    public bool IsEmulated => false;

    public IEnumerable<KeyValuePair<string, string>> Settings => [new("ApiBridge:Kubernetes:Kubeconfig", _server.KubeconfigPath)];

    /// <summary>None: its own figures count the GET of a custom resource as a list.</summary>
    public RequestCounts? Requests => null;

    public TimeSpan ProcessorTime => Used("kube-apiserver") + Used("etcd");

    public static async Task<OnKubeApiServer> StartAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var cluster = new OnKubeApiServer(await RealKubernetes.StartAsync(cancellationToken: cancellationToken));
        try
        {
            await cluster.PrepareAsync(time, cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async Task<long> RevisionAsync(CancellationToken cancellationToken)
    {
        var list = await ListAsync($"{ApisPath}?limit=1", cancellationToken);
        return long.Parse((string)list["metadata"]!["resourceVersion"]!, CultureInfo.InvariantCulture);
    }

    public async Task WriteAsync(NewApis apis, CancellationToken cancellationToken)
    {
        await StoreAsync($"{CanvasGroup}/components", apis.Components, cancellationToken);

        // A cluster keeps those as protobuf, which is much quicker to list.
        await Parallel.ForEachAsync(
            apis.EndpointSlices,
            new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken },
            async (slice, stop) =>
            {
                slice["apiVersion"] = SlicesVersion;
                await SendAsync(HttpMethod.Post, SlicesPath, JsonContent.Create(slice), stop);
            });
        await StoreAsync($"{CanvasGroup}/exposedapis", apis.Apis, cancellationToken);
        _apis.AddRange(apis.Apis);
    }

    public async Task<IReadOnlyList<JsonObject>> ApisAsync(CancellationToken cancellationToken) =>
        [.. (await ListAsync(ApisPath, cancellationToken))["items"]!.AsArray().Select(item => item!.AsObject())];

    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        // As they were new, they have no finalizer that holds them.
        await StoreAsync($"{CanvasGroup}/exposedapis", _apis, cancellationToken);
        _apis.Clear();
        await Task.WhenAll(((string[])[ApisPath, ComponentsPath, SlicesPath]).Select(path => SendAsync(HttpMethod.Delete, path, content: null, cancellationToken)));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
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
        using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return answer.IsSuccessStatusCode;
    }

    private Task StoreAsync(string resource, IEnumerable<JsonObject> objects, CancellationToken cancellationToken) => _server.Etcd.StoreAsync(
        $"{resource}/{Namespace}", objects.Select(item => KeyValuePair.Create((string)item["metadata"]!["name"]!, item.ToJsonString())), cancellationToken);

    private async Task<JsonObject> ListAsync(string path, CancellationToken cancellationToken) =>
        (await _client.GetFromJsonAsync<JsonObject>(new Uri(path, UriKind.Relative), cancellationToken))!;

    private async Task SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var answer = await _client.SendAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(
                $"{method} {path} was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }

    private TimeSpan Used(string program)
    {
        var folder = Path.GetDirectoryName(_server.KubeconfigPath)!;
        using var process = Process.GetProcessById(int.Parse(File.ReadAllText(Path.Combine(folder, $"{program}.pid")), CultureInfo.InvariantCulture));
        return process.TotalProcessorTime;
    }
}
