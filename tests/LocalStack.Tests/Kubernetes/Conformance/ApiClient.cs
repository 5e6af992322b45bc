using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Tests.Kubernetes.Conformance;

/// <summary>Speaks to a server in plain HTTP, so that nothing of a client library is tested along.</summary>
public sealed class ApiClient(HttpClient http)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task<Answer> GetAsync(string path, string accept = "application/json") => SendAsync(HttpMethod.Get, path, null, accept: accept);

    public Task<Answer> PostAsync(string path, JsonNode body) => SendAsync(HttpMethod.Post, path, body.ToJsonString());

    public Task<Answer> PutAsync(string path, JsonNode body) => SendAsync(HttpMethod.Put, path, body.ToJsonString());

    public Task<Answer> DeleteAsync(string path, JsonNode? body = null) => SendAsync(HttpMethod.Delete, path, body?.ToJsonString());

    public Task<Answer> MergeAsync(string path, JsonNode patch) =>
        SendAsync(HttpMethod.Patch, path, patch.ToJsonString(), "application/merge-patch+json");

    public Task<Answer> JsonPatchAsync(string path, params JsonNode[] operations) =>
        SendAsync(HttpMethod.Patch, path, new JsonArray(operations).ToJsonString(), "application/json-patch+json");

    public async Task<Answer> SendAsync(
        HttpMethod method, string path, string? body, string mediaType = "application/json", string accept = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(mediaType));
        }

        using var response = await http.SendAsync(request, Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        return new Answer((int)response.StatusCode, Parse(text));
    }

    /// <summary>The events of a watch until the server ends it.</summary>
    public async IAsyncEnumerable<JsonObject> WatchAsync(
        string pathAndQuery, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Token);
        using var response = await http.GetAsync(pathAndQuery, HttpCompletionOption.ResponseHeadersRead, both.Token);
        Assert.Equal(200, (int)response.StatusCode);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(both.Token));
        while (await reader.ReadLineAsync(both.Token) is { } line)
        {
            yield return Parse(line);
        }
    }

    /// <summary>Where nothing is served a real server answers in plain text, which counts as an empty object.</summary>
    private static JsonObject Parse(string text) => text.StartsWith('{') ? (JsonObject)JsonNode.Parse(text)! : [];
}
