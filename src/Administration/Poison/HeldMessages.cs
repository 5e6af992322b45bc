using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace ApiBridge.Administration.Poison;

/// <summary>Messages that are hidden from others. What is not deleted is put back when this is disposed of.</summary>
public sealed class HeldMessages(QueueClient queue, IDictionary<string, QueueMessage> held) : IAsyncDisposable
{
    private const int Parallelism = 8;

    /// <summary>What is held, the oldest first.</summary>
    public IReadOnlyList<PoisonedMessage> Messages { get; } =
    [
        .. held.Values
            .Select(message => PoisonedMessage.Read(message.MessageId, message.MessageText, message.InsertedOn.GetValueOrDefault()))
            .OrderBy(message => message.KeptSince),
    ];

    /// <summary>Deletes a message for good.</summary>
    /// <returns>False when it was held for too long and somebody else has it now.</returns>
    public async Task<bool> DeleteAsync(PoisonedMessage message, CancellationToken cancellationToken)
    {
        var receipt = held[message.Id].PopReceipt;
        var deleted = await WhileHeldAsync(() => queue.DeleteMessageAsync(message.Id, receipt, cancellationToken));
        held.Remove(message.Id);
        return deleted;
    }

    public async ValueTask DisposeAsync() => await Parallel.ForEachAsync(
        held.Values,
        new ParallelOptions { MaxDegreeOfParallelism = Parallelism },
        async (message, _) => await WhileHeldAsync(
            async () => (await queue.UpdateMessageAsync(
                message.MessageId, message.PopReceipt, message.MessageText, TimeSpan.Zero, CancellationToken.None)).GetRawResponse()));

    private static async Task<bool> WhileHeldAsync(Func<Task<Response>> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (RequestFailedException exception) when (
            exception.ErrorCode == QueueErrorCode.MessageNotFound || exception.ErrorCode == QueueErrorCode.PopReceiptMismatch)
        {
            return false;
        }
    }
}
