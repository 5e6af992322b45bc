using ApiBridge.Domain;
using ApiBridge.Shared.Storage;

namespace ApiBridge.Administration.Poison;

/// <summary>Sends the events of dead letters to the live queue once more.</summary>
/// <param name="queues">The queues.</param>
/// <param name="time">The clock.</param>
public sealed class Redrive(Queues queues, TimeProvider time)
{
    /// <summary>The live queue's name.</summary>
    public string Queue => queues.Names.EventsQueue;

    /// <summary>
    /// Sends one. Only what is surely in the live queue is deleted: a crash in between leaves a message twice, which does no harm.
    /// </summary>
    /// <param name="held">Where the message is held.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>False when it is no event, and stays.</returns>
    public async Task<bool> SendAsync(HeldMessages held, PoisonedMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(message);
        if (message.Event is not { } apiEvent)
        {
            return false;
        }

        await queues.SendAsync(Queue, new BinaryData(ApiEventCodec.Encode(apiEvent.Redriven(time.GetUtcNow()))), TimeSpan.Zero, cancellationToken);
        await held.DeleteAsync(message, cancellationToken);
        return true;
    }
}
