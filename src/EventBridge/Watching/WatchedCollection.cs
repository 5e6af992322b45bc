using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Kubernetes;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.EventBridge.Watching;

/// <summary>A collection on the API server: read in pages, or watched line by line.</summary>
/// <typeparam name="T">What is kept of an object.</typeparam>
internal sealed class WatchedCollection<T>
    where T : class
{
    private readonly KubernetesApi _api;
    private readonly WatchQuery _query;
    private readonly OtherVersions _others;
    private readonly ObjectReading<T> _reading;
    private readonly Action<UnreadableObject> _unreadable;
    private readonly WatchStatus _status;
    private readonly WatchOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _rule;

    // Whether the watch of now, or else the last one, had a bookmark in it.
    private bool _sendsBookmarks;

    /// <param name="api">The API server.</param>
    /// <param name="query">What to list and watch.</param>
    /// <param name="others">The same objects at other versions.</param>
    /// <param name="reading">How objects are read.</param>
    /// <param name="unreadable">Told, once, of each object that can't be read.</param>
    /// <param name="status">Where it is recorded that the server was heard, and what can't be read.</param>
    /// <param name="options">Page size and timeouts.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public WatchedCollection(
        KubernetesApi api,
        WatchQuery query,
        OtherVersions others,
        ObjectReading<T> reading,
        Action<UnreadableObject> unreadable,
        WatchStatus status,
        WatchOptions options,
        TimeProvider time,
        ILogger logger)
    {
        _api = api;
        _query = query;
        _others = others;
        _reading = reading;
        _unreadable = unreadable;
        _status = status;
        _options = options;
        _time = time;
        _logger = logger;
        _rule = RbacRule.For(query.Path.Resource, query.Path.Namespace, "list", "watch");
    }

    /// <summary>The namespace it is in; null for all.</summary>
    public string? Namespace => _query.Path.Namespace;

    /// <summary>Reads the whole list, in pages or in one piece.</summary>
    /// <exception cref="KubernetesApiException">The server refused, or could not be reached.</exception>
    /// <exception cref="JsonException">What came is no list.</exception>
    public async Task<Listing<T>> ListAsync(bool paged, CancellationToken cancellationToken)
    {
        List<T> items = [];
        HashSet<(string Namespace, string Name)> unreadable = [];
        string? next = null;
        while (true)
        {
            var page = ListPage.Read(await _api.ReadAsync(_query.List(paged ? _options.PageSize : 0, next), _rule, cancellationToken));
            _status.Heard(isEvent: false);
            foreach (var item in page.Items)
            {
                var read = await AsStoredAsync(Read(item), cancellationToken);
                if (read.IsUnreadable)
                {
                    unreadable.Add(read.Name);
                }

                if (read.Item is { } kept)
                {
                    items.Add(kept);
                }
            }

            if (page.Continue.Length > 0 && page.Continue == next)
            {
                throw new JsonException("The list goes round: a page names itself as the next.");
            }

            next = page.Continue.Length > 0 ? page.Continue : null;
            if (next is null)
            {
                return page.ResourceVersion.Length > 0
                    ? new(items, unreadable, page.ResourceVersion)
                    : throw new JsonException("The answer is no list: it has no version.");
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
        // A server that sends what is there first promises a bookmark.
        var timeout = _options.DrawServerTimeout(_sendsBookmarks || from is null, Random.Shared);
        _sendsBookmarks = false;
        using var response = await _api.OpenAsync(_query.Watch(from, timeout), _rule, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        _status.Heard(isEvent: false);
        await foreach (var line in WatchStream.ReadAsync(stream, _options.InactivityTimeout, _time, cancellationToken))
        {
            var read = Read(line);
            yield return read is { Item: { } item, Type: not WatchEventType.Deleted } && _reading.MayHide(item)
                ? read with { Item = (await AsStoredAsync(new(read.Name, read.Version, item, read.IsUnreadable), cancellationToken)).Item }
                : read;
        }
    }

    private WatchEvent<T> Read(WatchLine line)
    {
        var (word, json) = WatchEventText.Read(line);
        _sendsBookmarks |= word is "BOOKMARK";
        if (word is "ERROR" or "BOOKMARK")
        {
            using var document = ObjectJson.Parse(json);
            return word is "ERROR" ? throw StatusReader.Read(document.RootElement) : Noted(WatchEvent<T>.Bookmark(document.RootElement));
        }

        var type = WatchEvent<T>.TypeOf(word);
        var read = line.IsWhole ? Read(json) : Unreadable(json, $"it is longer than {WatchStream.MaxLineBytes / 1024 / 1024} MiB");
        if (type is WatchEventType.Deleted)
        {
            _status.Unreadable.Remove(read.Name);
        }

        return Noted(new(type, read.Name, read.Item, read.Version, EndsInitialEvents: false) { IsUnreadable = read.IsUnreadable });
    }

    // What another version shows is what is stored: the worker reads it as well, and both have to see one hash.
    private async ValueTask<ReadObject<T>> AsStoredAsync(ReadObject<T> read, CancellationToken cancellationToken)
    {
        if (read.Item is { } item && _reading.MayHide(item))
        {
            await foreach (var json in _others.ReadAsync(read.Name.Namespace, read.Name.Name, cancellationToken))
            {
                if (TryRead(json) is { } shown && !_reading.MayHide(shown))
                {
                    return read with { Item = shown };
                }
            }
        }

        return read;
    }

    // What another version can't show is no news: the watched one shows the object.
    [SuppressMessage("Design", "CA1031", Justification = "As below.")]
    private T? TryRead(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = ObjectJson.Parse(json);
            return _reading.Read(document.RootElement);
        }
        catch (Exception)
        {
            return null;
        }
    }

    private WatchEvent<T> Noted(WatchEvent<T> line)
    {
        _status.Heard(isEvent: line.Type != WatchEventType.Bookmark);
        return line;
    }

    [SuppressMessage("Design", "CA1031", Justification = "Nobody guarantees the shape of an object, and whatever is odd about one must not stop the others.")]
    private ReadObject<T> Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = ObjectJson.Parse(json);
            var metadata = document.RootElement.Child("metadata");
            var name = (metadata.Text("namespace"), metadata.Text("name"));
            if (name is not ({ Length: > 0 }, { Length: > 0 }))
            {
                throw new FormatException("it has no metadata.namespace or metadata.name");
            }

            var item = _reading.IsInScope(name.Item1) ? _reading.Read(document.RootElement) : null;
            _status.Unreadable.Remove(name);
            return new(name, metadata.Text("resourceVersion") is { Length: > 0 } version ? version : null, item, IsUnreadable: false);
        }
        catch (Exception exception)
        {
            return Unreadable(json, exception.Message);
        }
    }

    private ReadObject<T> Unreadable(ReadOnlyMemory<byte> json, string problem)
    {
        var found = UnreadableObject.Of(json, problem);
        var name = (found.Namespace, found.Name);
        var version = found.ResourceVersion.Length > 0 ? found.ResourceVersion : null;
        if (found.Namespace.Length > 0 && !_reading.IsInScope(found.Namespace))
        {
            return new(name, version, null, IsUnreadable: false);
        }

        if (_status.Unreadable.Add(found))
        {
            _logger.Unreadable(_status.Resource, found.ToString());
            _unreadable(found);
        }

        return new(name, version, found.IsNamed ? ReadRest(found) : null, IsUnreadable: true);
    }

    [SuppressMessage("Design", "CA1031", Justification = "As above.")]
    private T? ReadRest(UnreadableObject found)
    {
        try
        {
            return _reading.ReadRest(found);
        }
        catch (Exception exception)
        {
            _logger.Unreadable(_status.Resource, $"{found}; nor can its status: {Excerpt.Of(exception.Message)}");
            return null;
        }
    }
}
