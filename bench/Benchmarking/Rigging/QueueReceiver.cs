using ApiBridge.LocalStack.Azurite;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace ApiBridge.Benchmarking.Rigging;

/// <summary>
/// The queue's client alone, in the receive pattern of the Functions host's listener: ask for a batch, see to its messages and delete them,
/// all at once, and ask again as soon as no more than the threshold are left.
/// </summary>
/// <param name="connectionString">The storage account.</param>
/// <param name="queueName">The queue.</param>
/// <param name="time">The clock.</param>
/// <param name="work">What is done about a message, given as it stands in the queue, before it is deleted; by default nothing.</param>
internal sealed class QueueReceiver(string connectionString, string queueName, TimeProvider time, Func<string, CancellationToken, Task>? work = null)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(10);

    private readonly QueueClient _queue = new(connectionString, queueName, new QueueClientOptions(AzuriteProcess.NewestApiVersion));

    /// <summary>Receives and deletes messages, which are there or about to come.</summary>
    /// <param name="messages">How many.</param>
    /// <param name="batching">How many at once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ReceiveAsync(int messages, Batching batching, CancellationToken cancellationToken)
    {
        var received = 0;
        List<Task> inWork = [];
        while (received < messages)
        {
            QueueMessage[] batch = await _queue.ReceiveMessagesAsync(batching.Size, Lease, cancellationToken);
            received += batch.Length;
            inWork.AddRange(batch.Select(message => TakeAsync(message, cancellationToken)));
            while (inWork.Count > batching.Threshold)
            {
                var ended = await Task.WhenAny(inWork);
                await ended;
                inWork.Remove(ended);
            }

            if (batch.Length == 0)
            {
                await Task.Delay(LookInterval, time, cancellationToken);
            }
        }

        await Task.WhenAll(inWork);
    }

    private async Task TakeAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        if (work is not null)
        {
            await work(message.MessageText, cancellationToken);
        }

        await _queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken);
    }
}
