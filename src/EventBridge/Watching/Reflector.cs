using System.Net;
using System.Text.Json;
using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Kubernetes;
using ApiBridge.Shared.Http;
using ApiBridge.Shared.Resilience;

namespace ApiBridge.EventBridge.Watching;

/// <summary>
/// Follows a collection: learns what is there, watches from that version on, and starts over only when the server no longer knows
/// the version. What is there comes through the watch itself from servers that stream it, else as a paged list. The reflector tells
/// a sink, and keeps nothing but the version.
/// </summary>
/// <typeparam name="T">What is kept of an object.</typeparam>
internal sealed class Reflector<T>
    where T : class
{
    // A watch that ends sooner without a word counts as a failure: something in between closes connections.
    private static readonly TimeSpan ShortestQuietWatch = TimeSpan.FromSeconds(5);

    private readonly WatchedCollection<T> _collection;
    private readonly IWatchSink<T> _sink;
    private readonly WatchStatus _status;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Backoff _backoff;
    private readonly OutageLog _outage;
    private string? _version;
    private string? _brokenAt;
    private bool _streams = true;
    private bool _paged = true;
    private bool _expiredBefore;

    /// <param name="collection">What to follow.</param>
    /// <param name="sink">Who is told.</param>
    /// <param name="status">Where it is recorded how it goes.</param>
    /// <param name="options">The backoff.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public Reflector(
        WatchedCollection<T> collection, IWatchSink<T> sink, WatchStatus status, WatchOptions options, TimeProvider time, ILogger logger)
    {
        _collection = collection;
        _sink = sink;
        _status = status;
        _time = time;
        _logger = logger;
        _backoff = new(options.InitialBackoff, options.MaxBackoff, time);
        _outage = WatchingLog.OutageOf(status.Resource, time, logger);
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
                if (_version is null && !_streams)
                {
                    Replace(await _collection.ListAsync(_paged, cancellationToken));
                    _paged = true;
                }

                await WatchAsync(cancellationToken);
            }
            catch (KubernetesApiException exception) when (exception.StatusCode == HttpStatusCode.Gone)
            {
                await StartOverAsync(cancellationToken);
            }
            catch (KubernetesApiException exception) when (_version is null && _streams && exception.StatusCode == HttpStatusCode.UnprocessableEntity)
            {
                // A server without the feature, or with it switched off, calls the parameters invalid.
                _streams = false;
            }
            catch (Exception exception) when (Cause(exception) is { } cause)
            {
                // A stream that broke before it told all that is there may break again; pages are what every server and proxy can do.
                _streams &= _version is not null || exception is KubernetesApiException;
                var problem = exception is KubernetesApiException ? exception.Message : InnermostCause.Of(exception);
                var isTold = _status is { IsOptional: true, Error: not null };
                _status.Failed(cause, problem);
                if (cause != RestartCause.Unreachable && !isTold)
                {
                    // That one is everybody's, and told once for all.
                    _outage.Failed(problem);
                }

                LeaveBehind(exception);
                await _backoff.WaitAsync((exception as KubernetesApiException)?.RetryAfter, cancellationToken);
            }
        }
    }

    private static RestartCause? Cause(Exception exception) => exception switch
    {
        KubernetesApiException { StatusCode: HttpStatusCode.NotFound } => null,
        KubernetesApiException { StatusCode: null } => RestartCause.Unreachable,
        KubernetesApiException => RestartCause.Refused,
        TimeoutException => RestartCause.Silent,
        IOException or HttpRequestException or JsonException => RestartCause.Broken,
        _ => null,
    };

    // What the server calls no version, though it named it, it always will. Else what came was no watch: comes the same again from the same version, it always will: what is there is read anew, and gone on from there.
    private void LeaveBehind(Exception exception)
    {
        if (exception is KubernetesApiException { StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.RequestUriTooLong })
        {
            _version = null;
        }
        else if (exception is JsonException && _version is not null)
        {
            (_brokenAt, _version) = _version == _brokenAt ? (null, null) : (_version, _version);
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var opened = _time.GetTimestamp();
        var heard = false;
        var initial = _version is null ? new InitialEvents<T>() : null;
        await foreach (var line in _collection.WatchAsync(_version, cancellationToken))
        {
            if (initial is null)
            {
                Tell(line);
                _version = line.Version ?? _version; // Only what was told is behind us.
            }
            else if (initial.Take(line))
            {
                Replace(initial.At(line.Version!));
                initial = null;
            }

            heard = true;
            _expiredBefore = false;
            _outage.Over();
            _backoff.Reset();
        }

        if (initial is not null)
        {
            throw new EndOfStreamException("The watch ended before it had told all that is there.");
        }

        _status.Restarted(RestartCause.Closed);
        _logger.Ended(_status.Resource, _version!);
        if (!heard && _time.GetElapsedTime(opened) < ShortestQuietWatch)
        {
            await _backoff.WaitAsync(atLeast: null, cancellationToken);
            return;
        }

        _outage.Over();
    }

    private void Replace(Listing<T> listing)
    {
        _status.Unreadable.Keep(listing.Unreadable);
        _sink.Replaced(listing.Items, _collection.Namespace, listing.Unreadable);
        _version = listing.Version;
        _status.Listed();
        _logger.Listed(_status.Resource, listing.Items.Count, listing.Version);
    }

    private void Tell(WatchEvent<T> line)
    {
        switch (line)
        {
            case { Item: null, Type: not WatchEventType.Bookmark, IsUnreadable: false }:
                _sink.LeftOut(line.Name);
                break;
            case { Item: null }:
                break;
            case { Type: WatchEventType.Added }:
                _sink.Added(line.Item);
                break;
            case { Type: WatchEventType.Modified }:
                _sink.Modified(line.Item);
                break;
            default:
                _sink.Deleted(line.Item);
                break;
        }
    }

    // A version or a continue token that expired is normal once. Twice in a row, the server forgets faster than pages are read, or
    // is starting up: then the list comes in one piece, and not at once.
    private async Task StartOverAsync(CancellationToken cancellationToken)
    {
        _logger.Expired(_status.Resource);
        _status.Restarted(RestartCause.Expired);
        _paged = _version is not null;
        _version = null;
        if (_expiredBefore)
        {
            await _backoff.WaitAsync(atLeast: null, cancellationToken);
        }

        _expiredBefore = true;
    }
}
