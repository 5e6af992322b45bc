using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ApiBridge.TestServers;

/// <summary>The etcd behind a real API server, spoken to through its JSON gateway.</summary>
public sealed class Etcd : IDisposable
{
    private const int OperationsInATransaction = 128; // etcd's own limit.

    private readonly HttpClient _client;
    private readonly string _prefix;

    internal Etcd(int port, KubernetesFlavor flavor)
    {
        _client = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        _prefix = flavor == KubernetesFlavor.Mini36 ? "/registry/apiextensions.kubernetes.io" : "/registry";
    }

    /// <summary>Forgets every revision before the present one, so that a version or a continue token from before is Gone.</summary>
    public async Task CompactAsync(CancellationToken cancellationToken = default)
    {
        var present = await PostAsync("range", new { key = Base64("/") }, cancellationToken);
        var revision = present.GetProperty("header").GetProperty("revision").GetString();
        await PostAsync("compaction", new { revision, physical = true }, cancellationToken);
    }

    /// <summary>Stores custom resources in bulk, which is quicker by far than creating them one by one.</summary>
    /// <param name="collection">Where they belong, such as <c>oda.tmforum.org/exposedapis/default</c>.</param>
    /// <param name="objects">Each object's name and its JSON in the storage version, uid and creationTimestamp included.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task StoreAsync(
        string collection, IEnumerable<KeyValuePair<string, string>> objects, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(objects);
        foreach (var some in objects.Chunk(OperationsInATransaction))
        {
            var puts = some.Select(item => new
            {
                requestPut = new { key = Base64($"{_prefix}/{collection}/{item.Key}"), value = Base64(item.Value) },
            });
            await PostAsync("txn", new { success = puts }, cancellationToken);
        }
    }

    public void Dispose() => _client.Dispose();

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private async Task<JsonElement> PostAsync<T>(string operation, T body, CancellationToken cancellationToken)
    {
        using var answer = await _client.PostAsJsonAsync(new Uri($"/v3/kv/{operation}", UriKind.Relative), body, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
    }
}
