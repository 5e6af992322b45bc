using Azure;
using Azure.Identity;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Options;

namespace ApiBridge.Shared.Storage;

/// <summary>
/// The Storage queues as the texts of their messages are on the wire, so that also what is no base64 can be received, and is passed on as
/// it is.
/// </summary>
/// <param name="service">A client that leaves texts alone.</param>
/// <param name="names">The queues' names.</param>
public sealed class RawQueues(QueueServiceClient service, IOptions<QueueNames> names)
{
    private readonly Queues _queues = new(service, names);

    /// <summary>The queues' names.</summary>
    public QueueNames Names => names.Value;

    /// <summary>Opens the storage account for texts as they are.</summary>
    /// <param name="storage">The account.</param>
    /// <param name="names">The queues' names.</param>
    /// <param name="configure">Changes how the client goes about it. Default: nothing.</param>
    /// <returns>The queues; nothing was sent yet.</returns>
    public static RawQueues Open(StorageOptions storage, IOptions<QueueNames> names, Action<QueueClientOptions>? configure = null) => new(
        StorageAccount.Open(
            storage,
            client =>
            {
                configure?.Invoke(client);
                client.MessageEncoding = QueueMessageEncoding.None;
            }),
        names);

    /// <summary>Sends a text that never expires; it is acknowledged when this returns. A queue that is not there is made.</summary>
    /// <param name="name">The queue.</param>
    /// <param name="text">The text.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends once the queue holds it.</returns>
    /// <exception cref="RequestFailedException">The queue service refused, or could not be reached.</exception>
    /// <exception cref="AuthenticationFailedException">No token for the queue service could be had.</exception>
    public Task SendAsync(string name, string text, CancellationToken cancellationToken) =>
        _queues.SendAsync(name, BinaryData.FromString(text), TimeSpan.Zero, cancellationToken);

    /// <summary>Takes messages that can be seen.</summary>
    /// <param name="name">The queue.</param>
    /// <param name="most">How many at most, up to 32.</param>
    /// <param name="hidden">For how long others do not see them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The messages; none where the queue is not there.</returns>
    /// <exception cref="RequestFailedException">The queue service refused, or could not be reached.</exception>
    /// <exception cref="AuthenticationFailedException">No token for the queue service could be had.</exception>
    public async Task<IReadOnlyList<QueueMessage>> ReceiveAsync(string name, int most, TimeSpan hidden, CancellationToken cancellationToken)
    {
        try
        {
            return (await service.GetQueueClient(name).ReceiveMessagesAsync(most, hidden, cancellationToken)).Value;
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            return [];
        }
    }

    /// <summary>Looks at the messages that can be seen, those at the front of the queue; they stay as they are.</summary>
    /// <param name="name">The queue.</param>
    /// <param name="most">How many at most, up to 32.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The messages; none where the queue is not there.</returns>
    /// <exception cref="RequestFailedException">The queue service refused, or could not be reached.</exception>
    /// <exception cref="AuthenticationFailedException">No token for the queue service could be had.</exception>
    public async Task<IReadOnlyList<PeekedMessage>> PeekAsync(string name, int most, CancellationToken cancellationToken)
    {
        try
        {
            return (await service.GetQueueClient(name).PeekMessagesAsync(most, cancellationToken)).Value;
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            return [];
        }
    }

    /// <summary>Deletes a message that was taken.</summary>
    /// <param name="name">The queue.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when it was held for too long: somebody else has it, or has deleted it.</returns>
    /// <exception cref="RequestFailedException">The queue service refused, or could not be reached.</exception>
    /// <exception cref="AuthenticationFailedException">No token for the queue service could be had.</exception>
    public async Task<bool> DeleteAsync(string name, QueueMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        try
        {
            await service.GetQueueClient(name).DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (
            exception.ErrorCode == QueueErrorCode.MessageNotFound || exception.ErrorCode == QueueErrorCode.PopReceiptMismatch)
        {
            return false;
        }
    }
}
