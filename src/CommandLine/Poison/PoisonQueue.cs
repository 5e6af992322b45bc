using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace ApiBridge.CommandLine.Poison;

/// <summary>A queue of messages that were given up.</summary>
/// <param name="queue">A client that leaves texts as they are on the wire, so that what is no base64 can be read, too.</param>
internal sealed class PoisonQueue(QueueClient queue)
{
    // As many as Azure Storage lets anybody peek at, or receive, at once.
    private const int MaxBatch = 32;

    // Long enough to read the queue, short enough for what a killed process held.
    private static readonly TimeSpan HoldTime = TimeSpan.FromMinutes(1);

    public string Name => queue.Name;

    /// <summary>The first messages that can be seen, 32 at most, left as they are.</summary>
    public async Task<IReadOnlyList<PoisonedMessage>> PeekAsync(CancellationToken cancellationToken)
    {
        try
        {
            var peeked = await queue.PeekMessagesAsync(MaxBatch, cancellationToken);
            return [.. peeked.Value.Select(message => PoisonedMessage.Read(message.MessageId, message.MessageText, message.InsertedOn.GetValueOrDefault()))];
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            return [];
        }
    }

    /// <summary>How many messages there are, about, those that somebody holds included.</summary>
    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount;
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            return 0;
        }
    }

    /// <summary>Hides every message that can be seen from others, for a minute or until the holder is disposed of.</summary>
    public async Task<HeldMessages> HoldAsync(CancellationToken cancellationToken)
    {
        var held = new Dictionary<string, QueueMessage>(StringComparer.Ordinal);
        try
        {
            int before;
            do
            {
                before = held.Count;
                foreach (var message in (await queue.ReceiveMessagesAsync(MaxBatch, HoldTime, cancellationToken)).Value)
                {
                    // In a long queue the first are there again before the last was seen; their older receipts are void.
                    held[message.MessageId] = message;
                }
            }
            while (held.Count > before);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            return new(queue, held);
        }

        return new(queue, held);
    }
}
