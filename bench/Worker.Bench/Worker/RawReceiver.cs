using ApiBridge.LocalStack.Azurite;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace ApiBridge.Worker.Bench.Worker;

/// <summary>
/// The queue's client alone, in the receive pattern of the Functions host's listener: ask for a batch, delete its messages all at once, and
/// ask again as soon as no more than the threshold are left.
/// </summary>
internal sealed class RawReceiver(string connectionString, string queueName)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private readonly QueueClient _queue = new(connectionString, queueName, new QueueClientOptions(AzuriteProcess.NewestApiVersion));

    public async Task ReceiveAsync(Order order)
    {
        var received = 0;
        List<Task> deleting = [];
        while (received < order.Messages)
        {
            QueueMessage[] batch = await _queue.ReceiveMessagesAsync(order.Batching.Size, Lease);
            received += batch.Length;
            deleting.AddRange(batch.Select(message => _queue.DeleteMessageAsync(message.MessageId, message.PopReceipt)));
            while (deleting.Count > order.Batching.Threshold)
            {
                var ended = await Task.WhenAny(deleting);
                await ended;
                deleting.Remove(ended);
            }
        }

        await Task.WhenAll(deleting);
    }
}
