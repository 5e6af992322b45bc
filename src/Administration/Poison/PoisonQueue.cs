using ApiBridge.Shared.Storage;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace ApiBridge.Administration.Poison;

/// <summary>A queue of messages that were given up.</summary>
/// <param name="queue">A client that leaves texts as they are on the wire, so that what is no base64 can be read, too.</param>
public sealed class PoisonQueue(QueueClient queue)
{
    // As many as Azure Storage lets anybody peek at, or receive, at once.
    private const int MaxBatch = 32;

    // Long enough to read the queue, short enough for what a killed process held.
    private static readonly TimeSpan HoldTime = TimeSpan.FromMinutes(1);

    /// <summary>The queue's name.</summary>
    public string Name => queue.Name;

    /// <summary>Opens one.</summary>
    /// <param name="storage">The storage account.</param>
    /// <param name="name">The queue's name.</param>
    /// <returns>The queue; nothing was asked of it yet.</returns>
    public static PoisonQueue Open(StorageOptions storage, string name) =>
        new(StorageAccount.Open(storage, client => client.MessageEncoding = QueueMessageEncoding.None).GetQueueClient(name));

    /// <summary>What can be seen of it, and about how many there are.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<QueueView> ViewAsync(CancellationToken cancellationToken) => await CountedAsync(await PeekAsync(cancellationToken), cancellationToken);

    /// <summary>The same, of messages that were seen already.</summary>
    /// <param name="shown">Those.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<QueueView> CountedAsync(IReadOnlyList<PoisonedMessage> shown, CancellationToken cancellationToken) =>
        QueueView.Of(Name, shown, await CountAsync(cancellationToken));

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
    public async Task<long> CountAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCountLong;
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
