using System.Net;
using System.Text.Json;
using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Kubernetes;
using ApiBridge.EventBridge.Resilience;

namespace ApiBridge.EventBridge.Watching;

/// <summary>
/// Follows a collection: lists it, watches from the list's version on, and lists anew only when the server no longer knows that
/// version. What it reads it tells a sink; it keeps nothing but the version.
/// </summary>
/// <typeparam name="T">What is kept of an object.</typeparam>
internal sealed class Reflector<T>
    where T : class
{
    // A watch that ends sooner without a word counts as a failure: something in between closes connections.
    private static readonly TimeSpan ShortestQuietWatch = TimeSpan.FromSeconds(5);

    private readonly KubernetesApi _api;
    private readonly WatchQuery _query;
    private readonly Func<JsonElement, T?> _read;
    private readonly IWatchSink<T> _sink;
    private readonly WatchStatus _status;
    private readonly WatchOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Backoff _backoff;
    private readonly string _rule;
    private string? _version;
    private bool _unpaged;
    private bool _expiredBefore;

    /// <param name="api">The API server.</param>
    /// <param name="query">What to follow.</param>
    /// <param name="read">What is kept of an object; null leaves it out; what it can't read is logged and left out.</param>
    /// <param name="sink">Who is told.</param>
    /// <param name="status">Where it is recorded how it goes.</param>
    /// <param name="options">Page size, timeouts and backoff.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public Reflector(
        KubernetesApi api,
        WatchQuery query,
        Func<JsonElement, T?> read,
        IWatchSink<T> sink,
        WatchStatus status,
        WatchOptions options,
        TimeProvider time,
        ILogger logger)
    {
        _api = api;
        _query = query;
        _read = read;
        _sink = sink;
        _status = status;
        _options = options;
        _time = time;
        _logger = logger;
        _backoff = new(options.InitialBackoff, options.MaxBackoff, time);
        _rule = RbacRule.For(query.Path.Resource, query.Path.Namespace, "get", "list", "watch");
    }

    /// <summary>Follows the collection until cancelled.</summary>
    /// <exception cref="KubernetesApiException">The server does not serve the collection (404); everything else is tried again.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                _version ??= await ListAsync(cancellationToken);
                await WatchAsync(_version, cancellationToken);
            }
            catch (KubernetesApiException exception) when (exception.StatusCode == HttpStatusCode.Gone)
            {
                await StartOverAsync(cancellationToken);
            }
            catch (Exception exception) when (IsPassing(exception))
            {
                _status.Failed(exception.Message);
                _logger.Failed(_status.Resource, exception.Message);
                await _backoff.WaitAsync((exception as KubernetesApiException)?.RetryAfter, cancellationToken);
            }
        }
    }

    private static bool IsPassing(Exception exception) => exception switch
    {
        KubernetesApiException api => api.StatusCode != HttpStatusCode.NotFound,
        IOException or HttpRequestException or TimeoutException or JsonException or KeyNotFoundException => true,
        _ => false,
    };

    private async Task<string> ListAsync(CancellationToken cancellationToken)
    {
        List<T> items = [];
        string? next = null;
        while (true)
        {
            using var page = await _api.GetAsync(_query.List(_unpaged ? 0 : _options.PageSize, next), _rule, cancellationToken);
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
                var version = metadata.GetProperty("resourceVersion").GetString()!;
                _sink.Replaced(items, _query.Path.Namespace);
                _status.Listed();
                _logger.Listed(_status.Resource, items.Count, version);
                _unpaged = false;
                return version;
            }
        }
    }

    private async Task WatchAsync(string from, CancellationToken cancellationToken)
    {
        var span = _options.MaxServerTimeout - _options.MinServerTimeout;
        var timeout = _options.MinServerTimeout + (span * Random.Shared.NextDouble());
        using var response = await _api.OpenAsync(_query.Watch(from, timeout), _rule, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var opened = _time.GetTimestamp();
        var heard = false;
        _status.Heard(isEvent: false);
        await foreach (var line in WatchStream.ReadAsync(stream, _options.InactivityTimeout, _time, cancellationToken))
        {
            using (line)
            {
                Handle(line.RootElement);
            }

            heard = true;
            _expiredBefore = false;
            _backoff.Reset();
        }

        _logger.Ended(_status.Resource, _version!);
        if (!heard && _time.GetElapsedTime(opened) < ShortestQuietWatch)
        {
            await _backoff.WaitAsync(atLeast: null, cancellationToken);
        }
    }

    private void Handle(JsonElement line)
    {
        var type = line.GetProperty("type").GetString();
        var item = line.GetProperty("object");
        if (type == "ERROR")
        {
            throw StatusReader.Read(item);
        }

        _status.Heard(isEvent: type != "BOOKMARK");
        if (type != "BOOKMARK" && Read(item) is { } kept)
        {
            Tell(type, kept);
        }

        // Only what was told is behind us.
        _version = item.GetProperty("metadata").GetProperty("resourceVersion").GetString();
    }

    private void Tell(string? type, T item)
    {
        switch (type)
        {
            case "ADDED":
                _sink.Added(item);
                break;
            case "MODIFIED":
                _sink.Modified(item);
                break;
            case "DELETED":
                _sink.Deleted(item);
                break;
            default:
                throw new JsonException($"The watch sent an event of type '{type}'.");
        }
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

    // A version or a continue token that expired is normal once. Twice in a row, the server forgets faster than pages are read, or
    // is starting up: then the list comes in one piece, and not at once.
    private async Task StartOverAsync(CancellationToken cancellationToken)
    {
        _logger.Expired(_status.Resource);
        _unpaged = _version is null;
        _version = null;
        if (_expiredBefore)
        {
            await _backoff.WaitAsync(atLeast: null, cancellationToken);
        }

        _expiredBefore = true;
    }
}
