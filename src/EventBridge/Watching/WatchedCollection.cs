using System.Runtime.CompilerServices;
using System.Text.Json;
using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Kubernetes;

namespace ApiBridge.EventBridge.Watching;

/// <summary>A collection on the API server: read in pages, or watched line by line.</summary>
/// <typeparam name="T">What is kept of an object.</typeparam>
internal sealed class WatchedCollection<T>
    where T : class
{
    private readonly KubernetesApi _api;
    private readonly WatchQuery _query;
    private readonly Func<JsonElement, T?> _read;
    private readonly WatchStatus _status;
    private readonly WatchOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _rule;

    /// <param name="api">The API server.</param>
    /// <param name="query">What to list and watch.</param>
    /// <param name="read">What is kept of an object; null leaves it out; what it can't read is logged and left out.</param>
    /// <param name="status">Where it is recorded that the server was heard.</param>
    /// <param name="options">Page size and timeouts.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public WatchedCollection(
        KubernetesApi api, WatchQuery query, Func<JsonElement, T?> read, WatchStatus status, WatchOptions options, TimeProvider time, ILogger logger)
    {
        _api = api;
        _query = query;
        _read = read;
        _status = status;
        _options = options;
        _time = time;
        _logger = logger;
        _rule = RbacRule.For(query.Path.Resource, query.Path.Namespace, "list", "watch");
    }

    /// <summary>The namespace it is in; null for all.</summary>
    public string? Namespace => _query.Path.Namespace;

    /// <summary>Reads the whole list, in pages or in one piece.</summary>
    /// <returns>What is kept, and the version to watch from.</returns>
    /// <exception cref="KubernetesApiException">The server refused, or could not be reached.</exception>
    public async Task<(IReadOnlyList<T> Items, string Version)> ListAsync(bool paged, CancellationToken cancellationToken)
    {
        List<T> items = [];
        string? next = null;
        while (true)
        {
            using var page = await _api.GetAsync(_query.List(paged ? _options.PageSize : 0, next), _rule, cancellationToken);
            _status.Heard(isEvent: false);
            var root = page.RootElement;
            foreach (var item in root.GetProperty("items").EnumerateArray())
            {
                if (Read(item) is { } kept)
                {
                    items.Add(kept);
                }
            }

            var metadata = root.GetProperty("metadata");
            next = metadata.TryGetProperty("continue", out var token) && token.GetString() is { Length: > 0 } text ? text : null;
            if (next is null)
            {
                return (items, metadata.GetProperty("resourceVersion").GetString()!);
            }
        }
    }

    /// <summary>Watches until the server closes.</summary>
    /// <param name="from">The version to go on from; null to be sent first what is there, if the server can do that.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="KubernetesApiException">The server refused, could not be reached, or sent an error through the watch.</exception>
    /// <exception cref="TimeoutException">Nothing came for the inactivity timeout.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="JsonException">What came is no watch.</exception>
    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync(string? from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var span = _options.MaxServerTimeout - _options.MinServerTimeout;
        var timeout = _options.MinServerTimeout + (span * Random.Shared.NextDouble());
        using var response = await _api.OpenAsync(_query.Watch(from, timeout), _rule, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        _status.Heard(isEvent: false);
        await foreach (var line in WatchStream.ReadAsync(stream, _options.InactivityTimeout, _time, cancellationToken))
        {
            using (line)
            {
                yield return Read(line);
            }
        }
    }

    private WatchEvent<T> Read(JsonDocument line)
    {
        var type = line.RootElement.GetProperty("type").GetString();
        var item = line.RootElement.GetProperty("object");
        if (type == "ERROR")
        {
            throw StatusReader.Read(item);
        }

        var read = WatchEvent<T>.Read(type, item, Read);
        _status.Heard(isEvent: read.Type != WatchEventType.Bookmark);
        return read;
    }

    private T? Read(JsonElement item)
    {
        try
        {
            return _read(item);
        }
        catch (Exception exception) when (exception is FormatException or KeyNotFoundException or InvalidOperationException)
        {
            // Nobody guarantees the shape of a custom resource, and one odd object must not stop the others.
            _logger.Unreadable(_status.Resource, exception.Message);
            return null;
        }
    }
}
