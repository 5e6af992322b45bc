using System.Collections.Concurrent;
using ApiBridge.Shared.Storage;
using Azure;

namespace ApiBridge.EventBridge.Queueing;

/// <summary>
/// How many messages are in each queue that a message passes through: the live queue and the retry queue, the Functions host's poison
/// queue of each, and the one where poisoned messages are kept.
/// </summary>
internal sealed class QueueDepths
{
    private readonly Queues _queues;
    private readonly ConcurrentDictionary<string, long> _messages = new(StringComparer.Ordinal);

    public QueueDepths(Queues queues) => _queues = queues;

    /// <summary>The number of messages in each queue, hidden ones included, when it was last read; empty until then.</summary>
    public IReadOnlyDictionary<string, long> Messages => _messages;

    /// <summary>Reads the numbers anew.</summary>
    /// <exception cref="RequestFailedException">The queue service refused, or could not be reached.</exception>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        foreach (var name in _queues.Names.All())
        {
            await ReadAsync(name, cancellationToken);
        }
    }

    /// <summary>Reads the live queue's number anew, and returns it.</summary>
    /// <exception cref="RequestFailedException">The queue service refused, or could not be reached.</exception>
    public Task<long> ReadLiveAsync(CancellationToken cancellationToken) => ReadAsync(_queues.Names.EventsQueue, cancellationToken);

    // Whatever the service says, there are no fewer than none.
    private async Task<long> ReadAsync(string name, CancellationToken cancellationToken) =>
        _messages[name] = Math.Max(0, await _queues.CountAsync(name, cancellationToken));
}
