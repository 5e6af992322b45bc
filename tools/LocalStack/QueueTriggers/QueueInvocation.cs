using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace ApiBridge.LocalStack.QueueTriggers;

/// <summary>One message's way through its function, to where the outcome sends it.</summary>
internal sealed class QueueInvocation(
    QueueTrigger trigger,
    QueueClient queue,
    PoisonQueue? poison,
    QueueTriggerOptions options,
    QueueTriggerCounters counters,
    TimeProvider timeProvider,
    ILogger logger)
{
    /// <summary>Runs the function and settles the message. Throws nothing: a message that can't be settled comes again.</summary>
    /// <param name="message">The message as it was fetched, not decoded.</param>
    /// <param name="functionToken">Cancels the function, not the settling.</param>
    public async Task RunAsync(QueueMessage message, CancellationToken functionToken)
    {
        counters.Began();
        try
        {
            var leased = new LeasedMessage(queue, message, options.LeaseDuration, timeProvider, logger);
            if (message.DequeueCount > options.MaxDequeueCount)
            {
                await PoisonAsync(leased);
            }
            else if (Decode(message) is { } decoded)
            {
                await InvokeAsync(leased, decoded, functionToken);
            }
            else
            {
                logger.Undecodable(queue.Name, message.MessageId);
                await PoisonAsync(leased);
            }
        }
#pragma warning disable CA1031 // Whatever went wrong, the lease ends and the message comes again.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.NotSettled(exception, queue.Name, message.MessageId);
        }
        finally
        {
            counters.Ended();
        }
    }

    private async Task InvokeAsync(LeasedMessage leased, QueueMessage decoded, CancellationToken functionToken)
    {
        using var renewing = new CancellationTokenSource();
        var renewal = leased.RenewAsync(renewing.Token);
        var succeeded = await CallAsync(decoded, functionToken);
        await renewing.CancelAsync();
        await renewal;

        if (succeeded)
        {
            Settled(await leased.DeleteAsync(CancellationToken.None));
        }
        else if (decoded.DequeueCount >= options.MaxDequeueCount)
        {
            await PoisonAsync(leased);
        }
        else if (poison is not null)
        {
            Settled(await leased.ReleaseAsync(options.VisibilityTimeout, CancellationToken.None));
        }

        // A message that has no poison queue to go to stays hidden until its lease is over, so that it does not
        // fail over and over without a pause.
    }

    private async Task<bool> CallAsync(QueueMessage decoded, CancellationToken functionToken)
    {
        try
        {
            // Off the fetching loop, whatever the function does before it awaits.
            await Task.Run(() => trigger.Function(decoded, functionToken), CancellationToken.None);
            counters.CountSucceeded();
            return true;
        }
#pragma warning disable CA1031 // Whatever a function throws is a failed invocation.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            counters.CountFailed();
            logger.FunctionFailed(exception, queue.Name, decoded.MessageId, decoded.DequeueCount);
            return false;
        }
    }

    private async Task PoisonAsync(LeasedMessage leased)
    {
        if (poison is null)
        {
            logger.LeftHidden(queue.Name, leased.Message.MessageId);
            return;
        }

        await poison.AddAsync(leased.Message.MessageText, CancellationToken.None);
        counters.CountPoisoned();
        logger.Poisoned(queue.Name, leased.Message.MessageId, leased.Message.DequeueCount, poison.Name);
        Settled(await leased.DeleteAsync(CancellationToken.None));
    }

    private void Settled(bool stillOurs)
    {
        if (!stillOurs)
        {
            counters.CountLeaseLost();
        }
    }

    private QueueMessage? Decode(QueueMessage message)
    {
        if (options.MessageEncoding == QueueMessageEncoding.None)
        {
            return message;
        }

        try
        {
            var body = BinaryData.FromBytes(Convert.FromBase64String(message.MessageText));
            return QueuesModelFactory.QueueMessage(
                message.MessageId, message.PopReceipt, body, message.DequeueCount, message.NextVisibleOn, message.InsertedOn, message.ExpiresOn);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
