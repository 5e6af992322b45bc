using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ApiBridge.Benchmarking.Rigging;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.Cluster.Bench.Reference;

/// <summary>The API server as the product reaches it: HTTP/2, and as the user of the kubeconfig.</summary>
internal sealed class ReferenceCluster : IDisposable
{
    private const string FieldManager = "?fieldManager=apibridge";
    private readonly ClusterConnection _connection;

    public ReferenceCluster(string kubeconfig)
    {
        _connection = ClusterConnection.Open(new KubernetesOptions { Kubeconfig = kubeconfig });
        Client = new(_connection.Handler, disposeHandler: false)
        {
            BaseAddress = _connection.Server,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
    }

    public HttpClient Client { get; }

    public Task<JsonObject> GetApiAsync(string api, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, $"{KubeApiServer.ApisPath}/{api}", content: null, cancellationToken);

    public Task<JsonObject> GetSliceAsync(string api, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, $"{KubeApiServer.SlicesPath}/{api}{CanvasObjects.SliceSuffix}", content: null, cancellationToken);

    public Task<JsonObject> GetComponentAsync(string component, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, $"{KubeApiServer.ComponentsPath}/{component}", content: null, cancellationToken);

    public Task<JsonObject> PatchApiAsync(string api, JsonObject patch, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Patch, $"{KubeApiServer.ApisPath}/{api}{FieldManager}", Body(patch, "application/merge-patch+json"), cancellationToken);

    public Task PatchComponentAsync(string component, JsonArray patch, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Patch, $"{KubeApiServer.ComponentsPath}/{component}{FieldManager}", Body(patch, "application/json-patch+json"), cancellationToken);

    public Task ReplaceApiAsync(string api, JsonObject body, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Put, $"{KubeApiServer.ApisPath}/{api}{FieldManager}", Body(body, "application/json"), cancellationToken);

    public void Dispose()
    {
        Client.Dispose();
        _connection.Dispose();
    }

    private static StringContent Body(JsonNode json, string type) => new(json.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue(type));

    private async Task<JsonObject> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = content,
            Version = Client.DefaultRequestVersion,
            VersionPolicy = Client.DefaultVersionPolicy,
        };
        using var answer = await Client.SendAsync(request, cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(body)!.AsObject()
            : throw new InvalidOperationException($"{method} {path} was answered {(int)answer.StatusCode}: {body}");
    }
}
