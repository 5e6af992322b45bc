using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.Administration.Apis;

/// <summary>The ExposedAPIs of a cluster, read with the rights of whoever asks.</summary>
public sealed class ClusterApis : IClusterDocuments, IDisposable
{
    private const int PageSize = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HttpClient _client;
    private readonly string _server;
    private readonly ResourceOptions _options;
    private readonly ResourceDiscovery _discovery;

    public ClusterApis(ClusterConnection connection, ResourceOptions options, TimeProvider time)
    {
        (_client, _options) = (new(connection.Handler, disposeHandler: false) { Timeout = Patience }, options);
        (_server, Host) = (connection.Server.ToString().TrimEnd('/'), connection.Server.Host);
        _discovery = new(this, time);
    }

    /// <summary>The API server's host.</summary>
    public string Host { get; }

    /// <summary>Reads them, page by page. What can't be read is passed over, and named.</summary>
    /// <param name="ns">The namespace; null for all.</param>
    /// <param name="unreadable">Told of each that can't be read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<ExposedApi> ListAsync(
        string? ns, Action<UnreadableObject> unreadable, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = new ResourcePath(await ResourceAsync(cancellationToken), ns);
        var next = string.Empty;
        do
        {
            var token = next.Length > 0 ? $"&continue={Uri.EscapeDataString(next)}" : string.Empty;
            var page = ListPage.Read(await GetAsync(string.Create(CultureInfo.InvariantCulture, $"{path}?limit={PageSize}{token}"), cancellationToken)
                ?? throw new ClusterRefusalException($"the API server does not serve {path}"));
            foreach (var item in page.Items)
            {
                if (Parse(item, unreadable) is { } api)
                {
                    yield return api;
                }
            }

            next = page.Continue;
        }
        while (next.Length > 0);
    }

    /// <summary>Reads one.</summary>
    /// <param name="name">Its namespace/name.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="UnreadableApiException">It is there, and can't be read.</exception>
    public async Task<ExposedApi?> FindApiAsync(string name, CancellationToken cancellationToken) =>
        name.Split('/') is [var space, var own]
        && await GetAsync(new ResourcePath(await ResourceAsync(cancellationToken), space).Of(own), cancellationToken) is { } json
            ? Parse(json, found => throw new UnreadableApiException(found))
            : null;

    /// <summary>The resource, at the version that is read.</summary>
    /// <exception cref="ResourceNotServedException">The cluster knows no ExposedAPIs.</exception>
    public async Task<GroupVersionResource> ResourceAsync(CancellationToken cancellationToken)
    {
        var served = await _discovery.FindAsync(_options.Group, _options.Plural, cancellationToken);
        return served.Select(item => item.Resource).OrderByDescending(item => item.Version == _options.Version).First();
    }

    public async Task<JsonDocument?> FindAsync(string path, CancellationToken cancellationToken) =>
        await GetAsync(path, cancellationToken) is { } json ? ObjectJson.Parse(json) : null;

    public void Dispose() => _client.Dispose();

    private async Task<byte[]?> GetAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        using var answer = await _client.GetAsync(new Uri(_server + pathAndQuery), cancellationToken);
        return await ClusterAnswer.ReadAsync(answer, pathAndQuery, cancellationToken);
    }

    private static ExposedApi? Parse(ReadOnlyMemory<byte> json, Action<UnreadableObject> unreadable)
    {
        try
        {
            using var document = ObjectJson.Parse(json);
            var root = document.RootElement.Clone();
            return ExposedApi.Parse(root) with { Json = root };
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            unreadable(UnreadableObject.Of(json, exception.Message));
            return null;
        }
    }
}
