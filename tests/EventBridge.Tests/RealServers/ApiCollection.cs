using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ApiBridge.EventBridge.Tests.RealServers;

/// <summary>The ExposedAPIs of a namespace of its own, on a real server.</summary>
internal sealed class ApiCollection : IDisposable
{
    private readonly HttpClient _client;

    private ApiCollection(RealKubernetes server, HttpClient client, string @namespace) => (Server, _client, Namespace) = (server, client, @namespace);

    public RealKubernetes Server { get; }

    public string Namespace { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Path => $"/apis/oda.tmforum.org/v1/namespaces/{Namespace}/exposedapis";

    /// <summary>A collection with the given objects.</summary>
    public static async Task<ApiCollection> NewAsync(RealKubernetes server, params string[] names)
    {
        var apis = new ApiCollection(server, server.CreateClient(), $"test-{Guid.NewGuid():N}");
        await apis.SendAsync(HttpMethod.Post, "/api/v1/namespaces", new { metadata = new { name = apis.Namespace } });
        foreach (var name in names)
        {
            await apis.CreateAsync(name);
        }

        return apis;
    }

    /// <summary>An object's JSON.</summary>
    public static object Api(string name, params string[] finalizers) => new
    {
        apiVersion = "oda.tmforum.org/v1",
        kind = "ExposedAPI",
        metadata = new { name, finalizers },
        spec = new { name, path = $"/{name}", implementation = "svc", port = 8080, apiType = "openapi", specification = new { url = "https://example.org/a.json" } },
    };

    public Task CreateAsync(string name, params string[] finalizers) => SendAsync(HttpMethod.Post, Path, Api(name, finalizers));

    /// <summary>An object whose spec has an unknown field that is nested so deep.</summary>
    public Task CreateDeepAsync(string name, int levels)
    {
        var whole = JsonSerializer.Serialize(Api(name));
        var deep = $"{new string('[', levels)}{new string(']', levels)}";
        return SendAsync(HttpMethod.Post, Path, whole.Replace("\"spec\":{", $"\"spec\":{{\"deep\":{deep},", StringComparison.Ordinal));
    }

    /// <summary>The Kubernetes Events on an object: reason and message.</summary>
    public async Task<IReadOnlyList<(string Reason, string Message)>> EventsOnAsync(string name)
    {
        var list = await _client.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/namespaces/{Namespace}/events", UriKind.Relative), Token);
        return
        [
            .. list.GetProperty("items").EnumerateArray()
                .Where(item => item.GetProperty("involvedObject").GetProperty("name").GetString() == name)
                .Select(item => (item.GetProperty("reason").GetString()!, item.GetProperty("message").GetString()!)),
        ];
    }

    public Task ChangeAsync(string name, object patch) => SendAsync(HttpMethod.Patch, $"{Path}/{name}", patch);

    public Task ChangeAsync(string name) => ChangeAsync(name, new { metadata = new { annotations = new { changed = $"{Guid.NewGuid()}" } } });

    public Task DeleteAsync(string name) => SendAsync(HttpMethod.Delete, $"{Path}/{name}", null);

    /// <summary>All that is there.</summary>
    public async Task<IReadOnlyCollection<SeenApi>> ListAsync()
    {
        var list = await _client.GetFromJsonAsync<JsonElement>(new Uri(Path, UriKind.Relative), Token);
        return [.. list.GetProperty("items").EnumerateArray().Select(SeenApi.Read)];
    }

    /// <summary>One of them; null when there is none of that name.</summary>
    public async Task<JsonElement?> FindAsync(string name)
    {
        using var answer = await _client.GetAsync(new Uri($"{Path}/{name}", UriKind.Relative), Token);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
    }

    public void Dispose() => _client.Dispose();

    private async Task SendAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            var type = new MediaTypeHeaderValue(method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json");
            request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, type);
        }

        using var answer = await _client.SendAsync(request, Token);
        if (!answer.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"{method} {path}: {await answer.Content.ReadAsStringAsync(Token)}", null, answer.StatusCode);
        }
    }
}
