using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.LocalStack.Canvas;

/// <summary>
/// Components and ExposedAPIs as JSON over the Kubernetes API. Failed requests throw
/// <see cref="HttpRequestException"/> with the HTTP status and the server's message, answers that are no object
/// <see cref="JsonException"/>.
/// </summary>
internal sealed class CanvasApi(k8s.Kubernetes kubernetes)
{
    public const string Components = "components";
    public const string ExposedApis = "exposedapis";

    private const int MostShown = 500;
    private static readonly TimeSpan WatchDuration = TimeSpan.FromMinutes(5);

    public static string Text(JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            node = (node as JsonObject)?[name];
        }

        return node is JsonValue value && value.TryGetValue<string>(out var text) ? text : string.Empty;
    }

    /// <returns>Null when there is no such object.</returns>
    public async Task<JsonObject?> GetAsync(string plural, string @namespace, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(HttpMethod.Get, Path(plural, @namespace, name), body: null, cancellationToken);
        }
        catch (HttpRequestException exception) when (exception.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Lists in one namespace, or in all when it is null.</summary>
    public Task<JsonObject> ListAsync(string plural, string? @namespace, string? labelSelector, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Get,
            Path(plural, @namespace) + (labelSelector is null ? string.Empty : $"?labelSelector={Uri.EscapeDataString(labelSelector)}"),
            body: null,
            cancellationToken);

    public Task<JsonObject> CreateAsync(string plural, string @namespace, JsonObject body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, Path(plural, @namespace), Content(body, "application/json"), cancellationToken);

    public Task<JsonObject> MergePatchAsync(
        string plural, string @namespace, string name, JsonObject patch, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, Path(plural, @namespace, name), Content(patch, "application/merge-patch+json"), cancellationToken);

    public Task DeleteAsync(string plural, string @namespace, string name, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, Path(plural, @namespace, name), body: null, cancellationToken);

    /// <summary>The changes in one namespace, or in all when it is null, after a version, until the server ends the watch.</summary>
    public async IAsyncEnumerable<JsonObject> WatchAsync(
        string plural, string? @namespace, string resourceVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = $"{Path(plural, @namespace)}?watch=true&resourceVersion={resourceVersion}&timeoutSeconds={WatchDuration.TotalSeconds:0}";
        using var response = await RespondAsync(HttpMethod.Get, path, body: null, cancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            yield return Parse(line);
        }
    }

    // Relative, for the server may lie below a path.
    private static string Path(string plural, string? @namespace = null, string? name = null)
    {
        var path = new ResourcePath(new("oda.tmforum.org", "v1", plural), @namespace);
        return (name is null ? path.ToString() : path.Of(name)).TrimStart('/');
    }

    private static StringContent Content(JsonObject body, string mediaType) => new(body.ToJsonString(), Encoding.UTF8, mediaType);

    private static JsonObject Parse(string json) =>
        JsonNode.Parse(json) as JsonObject ?? throw new JsonException($"The API server answered '{Excerpt.Of(json)}', which is no object.");

    private async Task<JsonObject> SendAsync(
        HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken)
    {
        using var response = await RespondAsync(method, path, body, cancellationToken);
        return Parse(await response.Content.ReadAsStringAsync(cancellationToken));
    }

    private async Task<HttpResponseMessage> RespondAsync(
        HttpMethod method, string path, HttpContent? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(kubernetes.BaseUri, path)) { Content = body };
        if (kubernetes.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        }

        var response = await kubernetes.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            var message = await response.Content.ReadAsStringAsync(cancellationToken);
            throw new HttpRequestException($"{method} {path}: {Excerpt.Of(message, MostShown)}", inner: null, response.StatusCode);
        }
    }
}
