using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Retrying;

/// <summary>The Storage queues that are written to. One that is not there is created when it is needed.</summary>
/// <param name="service">A client that writes base64.</param>
/// <param name="options">The queues' names.</param>
public sealed class Queues(QueueServiceClient service, IOptions<QueueOptions> options)
{
    // A message that expired would be a lost event.
    private static readonly TimeSpan NeverExpires = TimeSpan.FromSeconds(-1);

    /// <summary>The queues' names.</summary>
    public QueueOptions Options => options.Value;

    /// <summary>Sends a message that never expires.</summary>
    /// <param name="name">The queue.</param>
    /// <param name="body">The message.</param>
    /// <param name="delay">How long it stays invisible.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends once the queue holds it.</returns>
    public async Task SendAsync(string name, BinaryData body, TimeSpan delay, CancellationToken cancellationToken)
    {
        var queue = service.GetQueueClient(name);
        try
        {
            await queue.SendMessageAsync(body, delay, NeverExpires, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await queue.SendMessageAsync(body, delay, NeverExpires, cancellationToken);
        }
    }

    /// <summary>How many messages a queue holds, hidden ones included.</summary>
    /// <param name="name">The queue.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>About how many; 0 for a queue that is not there yet.</returns>
    /// <exception cref="RequestFailedException">The queue service refused, or could not be reached.</exception>
    public async Task<long> CountAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var properties = await service.GetQueueClient(name).GetPropertiesAsync(cancellationToken);
            return properties.Value.ApproximateMessagesCountLong;
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            return 0;
        }
    }
}
