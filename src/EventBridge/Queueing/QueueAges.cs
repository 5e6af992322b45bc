using System.Collections.Concurrent;
using ApiBridge.Shared.Resilience;
using ApiBridge.Shared.Storage;
using Azure.Storage.Queues.Models;

namespace ApiBridge.EventBridge.Queueing;

/// <summary>
/// For how long the oldest message that a worker could have taken has been there to be taken, in the live queue and in the retry queue. No queue tells
/// when a message that was put off, or given back, came to be seen. So such a message counts from the first of the looks that have seen it ever since.
/// </summary>
internal sealed class QueueAges
{
    // What one look shows at the most; a queue gives out first what has been there for longest, by and large.
    private const int MostSeen = 32;

    // The queues' names, and since when each message is known to be there to be taken, by its id.
    private readonly Dictionary<string, Dictionary<string, DateTimeOffset>> _seen = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TimeSpan> _ages = new(StringComparer.Ordinal);
    private readonly RawQueues _queues;
    private readonly TimeProvider _time;
    private readonly OutageLog _outage;

    public QueueAges(RawQueues queues, TimeProvider time, ILogger<QueueAges> logger)
    {
        (_queues, _time) = (queues, time);
        _outage = new("How long messages wait to be taken can't be told", time, logger);
    }

    /// <summary>Each queue's age at the last look, zero for one with nothing to take; without one where the look failed.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Ages => _ages;

    /// <summary>Looks anew. A look that fails, for want of the right to see messages perhaps, is told in the log.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(_queues.Names.EventsQueue, isDelayed: false, cancellationToken);
            await ReadAsync(_queues.Names.RetryQueue, isDelayed: true, cancellationToken);
            _outage.Over();
        }
        catch (Exception exception) when (QueueFailure.Passes(exception, cancellationToken))
        {
            _ages.Clear();
            _outage.Failed(QueueFailure.Describe(exception));
        }
    }

    private async Task ReadAsync(string queue, bool isDelayed, CancellationToken cancellationToken)
    {
        var messages = await _queues.PeekAsync(queue, MostSeen, cancellationToken);
        var (now, before) = (_time.GetUtcNow(), _seen.GetValueOrDefault(queue));
        Dictionary<string, DateTimeOffset> seen = new(StringComparer.Ordinal);
        foreach (var message in messages)
        {
            seen[message.MessageId] = before?.TryGetValue(message.MessageId, out var since) is true ? since : Since(message, isDelayed, now);
        }

        _seen[queue] = seen;
        _ages[queue] = seen.Count > 0 ? now - seen.Values.Min() : TimeSpan.Zero;
    }

    // What the bridge sent, and nobody took yet, was there to be taken from the start. The clock is the server's.
    private static DateTimeOffset Since(PeekedMessage message, bool isDelayed, DateTimeOffset now) =>
        !isDelayed && message is { DequeueCount: 0, InsertedOn: { } sent } && sent < now ? sent : now;
}
