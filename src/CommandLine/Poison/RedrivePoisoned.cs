using ApiBridge.Administration.Poison;

namespace ApiBridge.CommandLine.Poison;

/// <summary>Sends the events of dead letters to the live queue once more.</summary>
internal sealed class RedrivePoisoned(PoisonQueue deadLetters, Redrive redrive, TextWriter output, TextWriter error)
{
    /// <summary>Redrives what is selected.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(Selection selection, CancellationToken cancellationToken)
    {
        await using var held = await deadLetters.HoldAsync(cancellationToken);
        var left = await Missing.ReportAsync(selection, held.Messages, deadLetters.Name, error);
        foreach (var message in held.Messages.Where(selection.Includes))
        {
            if (await redrive.SendAsync(held, message, cancellationToken))
            {
                await output.WriteLineAsync($"{message.Name} sent to {redrive.Queue}");
                continue;
            }

            await error.WriteLineAsync($"{message.Id} is no event and stays: {message.Problem}");
            left = true;
        }

        return left ? ExitCodes.Left : ExitCodes.Done;
    }
}
