using ApiBridge.LocalStack.Azurite;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace ApiBridge.Worker.Bench.Rigging;

/// <summary>
/// The queue's client alone, in the receive pattern of the Functions host's listener: ask for a batch, delete its messages all at once, and
/// ask again as soon as no more than the threshold are left.
/// </summary>
internal sealed class RawReceiver(string connectionString, string queueName)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private readonly QueueClient _queue = new(connectionString, queueName, new QueueClientOptions(AzuriteProcess.NewestApiVersion));

    /// <summary>Receives and deletes so many messages.</summary>
    public async Task ReceiveAsync(int messages, Batching batching, CancellationToken cancellationToken)
    {
        var received = 0;
        List<Task> deleting = [];
        while (received < messages)
        {
            QueueMessage[] batch = await _queue.ReceiveMessagesAsync(batching.Size, Lease, cancellationToken);
            received += batch.Length;
            deleting.AddRange(batch.Select(message => _queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken)));
            while (deleting.Count > batching.Threshold)
            {
                var ended = await Task.WhenAny(deleting);
                await ended;
                deleting.Remove(ended);
            }
        }

        await Task.WhenAll(deleting);
    }
}
