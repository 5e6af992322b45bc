using Azure;
using Azure.Identity;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Options;

namespace ApiBridge.Shared.Storage;

/// <summary>The Storage queues, as they are written to and counted.</summary>
/// <param name="service">A client that writes base64.</param>
/// <param name="names">The queues' names.</param>
public sealed class Queues(QueueServiceClient service, IOptions<QueueNames> names)
{
    // A message that waits out a long outage of the workers must not vanish after the default of seven days: that were a lost event.
    private static readonly TimeSpan NeverExpires = TimeSpan.FromSeconds(-1);

    /// <summary>The queues' names.</summary>
    public QueueNames Names => names.Value;

    /// <summary>Makes a queue unless it is there.</summary>
    /// <param name="name">The queue.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends once it is there.</returns>
    /// <exception cref="RequestFailedException">The queue service refused, or could not be reached.</exception>
    /// <exception cref="AuthenticationFailedException">No token for the queue service could be had.</exception>
    public Task EnsureAsync(string name, CancellationToken cancellationToken) =>
        service.GetQueueClient(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    /// <summary>Sends a message that never expires; it is acknowledged when this returns. A queue that is not there is made.</summary>
    /// <param name="name">The queue.</param>
    /// <param name="body">The message.</param>
    /// <param name="delay">How long it stays invisible.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends once the queue holds it.</returns>
    /// <exception cref="RequestFailedException">The queue service refused, or could not be reached.</exception>
    /// <exception cref="AuthenticationFailedException">No token for the queue service could be had.</exception>
    public async Task SendAsync(string name, BinaryData body, TimeSpan delay, CancellationToken cancellationToken)
    {
        var queue = service.GetQueueClient(name);
        try
        {
            await queue.SendMessageAsync(body, delay, NeverExpires, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await EnsureAsync(name, cancellationToken);
            await queue.SendMessageAsync(body, delay, NeverExpires, cancellationToken);
        }
    }

    /// <summary>How many messages a queue holds, hidden ones included.</summary>
    /// <param name="name">The queue.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>About how many; 0 for a queue that is not there yet: the host makes a poison queue when it needs one.</returns>
    /// <exception cref="RequestFailedException">The queue service refused, or could not be reached.</exception>
    /// <exception cref="AuthenticationFailedException">No token for the queue service could be had.</exception>
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
