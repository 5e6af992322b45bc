using ApiBridge.Domain;
using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Operations;
using ApiBridge.EventBridge.Resilience;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Resilience;
using ApiBridge.Shared.Storage;
using ApiBridge.Shared.Tracing;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Queueing;

/// <summary>Empties the outbox into the queue, several entries at once; an entry leaves it when the queue has acknowledged its message.</summary>
internal sealed class QueueForwarder
{
    // Short enough that what waited is sent soon after an outage.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private readonly Outbox _outbox;
    private readonly IMessageContents _contents;
    private readonly Queues _queues;
    private readonly QueueStatus _status;
    private readonly BridgeMetrics _metrics;
    private readonly QueueOptions _options;
    private readonly bool _observes;
    private readonly TimeProvider _time;
    private readonly ILogger<QueueForwarder> _logger;

    public QueueForwarder(
        Outbox outbox,
        IMessageContents contents,
        Queues queues,
        QueueStatus status,
        BridgeMetrics metrics,
        IOptions<QueueOptions> options,
        IOptions<ModeOptions> mode,
        TimeProvider time,
        ILogger<QueueForwarder> logger)
    {
        _outbox = outbox;
        _contents = contents;
        _queues = queues;
        _status = status;
        _metrics = metrics;
        (_options, _observes) = (options.Value, mode.Value.Observes);
        _time = time;
        _logger = logger;
    }

    /// <summary>Sends until cancelled; what was not acknowledged then stays in the outbox.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Together.RunAsync([.. Enumerable.Repeat<Func<CancellationToken, Task>>(SendAsync, _options.Parallelism)], cancellationToken);

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        // A queue that is down or throttles is left alone by the sender, not only by the key: thousands of keys may wait.
        var pause = new Backoff(_options.InitialBackoff, LongestPause, _time);
        while (true)
        {
            var (key, asked) = await _outbox.TakeAsync(cancellationToken);
            if (_contents.Refresh(key, asked) is not { } hint)
            {
                _outbox.Sent(key);
                asked.Watch.End(WatchOutcome.Needless);
                continue;
            }

            var started = _time.GetTimestamp();
            try
            {
                await SendAsync(key, hint, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                _outbox.Abandoned(key, hint);
                throw;
            }
            catch (Exception exception) when (QueueFailure.Passes(exception, cancellationToken))
            {
                var reason = QueueFailure.Describe(exception);
                _status.Failed(reason);
                _metrics.NotSent(hint.Reason);
                _logger.NotSent(key, hint.Reason, reason);
                _outbox.NotSent(key, hint);
                await pause.WaitAsync(atLeast: null, cancellationToken);
                continue;
            }

            pause.Reset();

            _outbox.Sent(key);
            hint.Watch.End(WatchOutcome.Sent);
            _status.Reached();
            _metrics.Sent(hint.Reason, _time.GetElapsedTime(started));
            _logger.Sent(key, hint.Reason);
        }
    }

    private async Task SendAsync(ObjectKey key, Hint hint, CancellationToken cancellationToken)
    {
        var queue = _queues.Names.EventsQueue;

        using var span = BridgeSpans.StartSend(hint.Watch, queue);
        var apiEvent = hint.ToEvent(key, _time.GetUtcNow(), BridgeSpans.TraceParent(span)) with { IsObservation = _observes };
        span.IsAbout(key);
        span.IsOfMessage("send", queue, apiEvent.Id);
        try
        {
            await _queues.SendAsync(queue, new BinaryData(ApiEventCodec.Encode(apiEvent)), TimeSpan.Zero, cancellationToken);
        }
        catch (Exception exception)
        {
            span.Fail(exception.GetType().FullName!, QueueFailure.Describe(exception));
            throw;
        }
    }
}
