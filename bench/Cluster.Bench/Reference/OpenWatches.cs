using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.Cluster.Bench.Reference;

/// <summary>The watches that a bridge holds open, read and thrown away.</summary>
internal sealed class OpenWatches : IAsyncDisposable
{
    private static readonly string[] Collections =
    [
        "/apis/oda.tmforum.org/v1/exposedapis", "/apis/discovery.k8s.io/v1beta1/endpointslices", "/apis/networking.k8s.io/v1/ingresses",
    ];

    private readonly CancellationTokenSource _closing = new();
    private readonly HttpClient _client;
    private readonly Task _reading;

    /// <summary>Opens them.</summary>
    public OpenWatches(HttpClient client)
    {
        _client = client;
        _reading = Task.WhenAll(Collections.Select(collection => Crash.OnFailureAsync(ReadAsync(collection))));
    }

    /// <summary>Closes them.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _reading;
        _closing.Dispose();
    }

    // An API server ends a watch that does not keep up with a burst; it goes on where it was.
    private async Task ReadAsync(string collection)
    {
        for (var version = string.Empty; ; version = await ReadAsync(collection, version))
        {
            _closing.Token.ThrowIfCancellationRequested();
        }
    }

    private async Task<string> ReadAsync(string collection, string version)
    {
        var uri = new Uri($"{collection}?watch=true&allowWatchBookmarks=true&timeoutSeconds=7200&resourceVersion={version}", UriKind.Relative);
        using var request = new HttpRequestMessage(HttpMethod.Get, uri)
        {
            Version = _client.DefaultRequestVersion,
            VersionPolicy = _client.DefaultVersionPolicy,
        };
        using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _closing.Token);
        answer.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(_closing.Token));
        string? last = null;
        while (await lines.ReadLineAsync(_closing.Token) is { } line)
        {
            last = line;
        }

        return last is null ? version : VersionIn(last);
    }

    private static string VersionIn(string line)
    {
        using var change = JsonDocument.Parse(line);
        return change.RootElement.Text("type") == "ERROR"
            ? throw new InvalidOperationException($"the API server ended a watch: {line}")
            : change.RootElement.Child("object").Child("metadata").Text("resourceVersion");
    }
}
