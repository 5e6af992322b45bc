using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace ApiBridge.LocalStack.QueueTriggers;

/// <summary>
/// A fetched message and the lease on it. Every renewal changes the pop receipt, so whoever settles the message
/// must go through here.
/// </summary>
internal sealed class LeasedMessage(
    QueueClient queue, QueueMessage message, TimeSpan duration, TimeProvider timeProvider, ILogger logger)
{
    private static readonly TimeSpan ShortestRenewalInterval = TimeSpan.FromMinutes(1);

    private string _popReceipt = message.PopReceipt;

    public QueueMessage Message => message;

    /// <summary>Renews the lease at half-time, sooner after a failure, until cancelled or lost.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        var interval = duration / 2;
        while (true)
        {
            // Most messages are settled long before, which must not cost an exception each.
            await Task.Delay(interval, timeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            try
            {
                // Not cancelled half-way: the answer brings the receipt that settles the message.
                var update = await queue.UpdateMessageAsync(
                    message.MessageId, _popReceipt, visibilityTimeout: duration, cancellationToken: CancellationToken.None);
                _popReceipt = update.Value.PopReceipt;
                interval = duration / 2;
                logger.LeaseRenewed(queue.Name, message.MessageId);
            }
            catch (RequestFailedException exception) when (StorageErrors.IsLost(exception))
            {
                logger.LeaseLost(queue.Name, message.MessageId, exception.Status);
                return;
            }
#pragma warning disable CA1031 // Half of the lease is left for further tries, whatever went wrong with this one.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                interval = interval / 2 > ShortestRenewalInterval ? interval / 2 : ShortestRenewalInterval;
                logger.LeaseNotRenewed(exception, queue.Name, message.MessageId);
            }
        }
    }

    /// <summary>Removes the message from its queue.</summary>
    /// <returns>False when the lease was lost: somebody else has the message, or it is gone.</returns>
    public Task<bool> DeleteAsync(CancellationToken cancellationToken) =>
        SettleAsync(() => queue.DeleteMessageAsync(message.MessageId, _popReceipt, cancellationToken));

    /// <summary>Gives the message back, to be visible again after the timeout.</summary>
    /// <returns>False when the lease was lost: somebody else has the message, or it is gone.</returns>
    public Task<bool> ReleaseAsync(TimeSpan visibilityTimeout, CancellationToken cancellationToken) =>
        SettleAsync(() => queue.UpdateMessageAsync(
            message.MessageId, _popReceipt, visibilityTimeout: visibilityTimeout, cancellationToken: cancellationToken));

    private async Task<bool> SettleAsync(Func<Task> request)
    {
        try
        {
            await request();
            return true;
        }
        catch (RequestFailedException exception) when (StorageErrors.IsLost(exception))
        {
            logger.LeaseLost(queue.Name, message.MessageId, exception.Status);
            return false;
        }
    }
}
