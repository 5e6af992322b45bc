using System.Collections.Concurrent;
using ApiBridge.Domain.Configuration;
using ApiBridge.EventBridge.Configuration;
using Azure;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Queueing;

/// <summary>
/// How many messages are in each queue that a message passes through: the live queue and the retry queue, the Functions host's poison
/// queue of each, and the one where poisoned messages are kept.
/// </summary>
internal sealed class QueueDepths
{
    private readonly StorageQueues _queues;
    private readonly string[] _names;
    private readonly ConcurrentDictionary<string, long> _messages = new(StringComparer.Ordinal);

    public QueueDepths(StorageQueues queues, IOptions<QueueOptions> options)
    {
        var (live, retry) = (options.Value.Name, options.Value.RetryName);
        _queues = queues;
        _names = [live, QueueName.PoisonOf(live), retry, QueueName.PoisonOf(retry), options.Value.DeadLetterName];
    }

    /// <summary>The number of messages in each queue, hidden ones included, when it was last read; empty until then.</summary>
    public IReadOnlyDictionary<string, long> Messages => _messages;

    /// <summary>Reads the numbers anew.</summary>
    /// <exception cref="RequestFailedException">The queue service refused, or could not be reached.</exception>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        foreach (var name in _names)
        {
            _messages[name] = await ReadAsync(name, cancellationToken);
        }
    }

    private async Task<long> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var properties = await _queues.Of(name).GetPropertiesAsync(cancellationToken);
            return properties.Value.ApproximateMessagesCountLong;
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            // The host makes a poison queue when it needs one.
            return 0;
        }
    }
}
