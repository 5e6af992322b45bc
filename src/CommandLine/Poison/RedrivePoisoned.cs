using ApiBridge.Domain;
using ApiBridge.Shared.Storage;

namespace ApiBridge.CommandLine.Poison;

/// <summary>Sends the events of dead letters to the live queue once more.</summary>
internal sealed class RedrivePoisoned(PoisonQueue deadLetters, Queues queues, TextWriter output, TextWriter error, TimeProvider time)
{
    /// <summary>Redrives what is selected.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(Selection selection, CancellationToken cancellationToken)
    {
        await using var held = await deadLetters.HoldAsync(cancellationToken);
        var left = await Missing.ReportAsync(selection, held.Messages, deadLetters.Name, error);
        foreach (var message in held.Messages.Where(selection.Includes))
        {
            if (message.Event is not { } apiEvent)
            {
                await error.WriteLineAsync($"{message.Id} is no event and stays: {message.Problem}");
                left = true;
                continue;
            }

            // Only what is surely in the live queue is deleted. A crash in between leaves a message twice, which does no harm.
            await queues.SendAsync(queues.Names.EventsQueue, new BinaryData(ApiEventCodec.Encode(apiEvent.Redriven(time.GetUtcNow()))), TimeSpan.Zero, cancellationToken);
            await held.DeleteAsync(message, cancellationToken);
            await output.WriteLineAsync($"{message.Name} sent to {queues.Names.EventsQueue}");
        }

        return left ? ExitCodes.Left : ExitCodes.Done;
    }
}
