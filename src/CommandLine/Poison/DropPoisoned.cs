namespace ApiBridge.CommandLine.Poison;

/// <summary>Deletes dead letters for good.</summary>
internal sealed class DropPoisoned(PoisonQueue deadLetters, TextReader input, TextWriter output, TextWriter error)
{
    /// <summary>Drops what is selected.</summary>
    /// <param name="selection">What.</param>
    /// <param name="sure">Whether nobody has to be asked.</param>
    /// <param name="cancellationToken">Ends it between two messages.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(Selection selection, bool sure, CancellationToken cancellationToken)
    {
        await using var held = await deadLetters.HoldAsync(cancellationToken);
        var left = await Missing.ReportAsync(selection, held.Messages, deadLetters.Name, error);
        var chosen = held.Messages.Where(selection.Includes).ToList();
        if (chosen.Count > 0 && !sure && !await IsConfirmedAsync(chosen, cancellationToken))
        {
            await error.WriteLineAsync("nothing was dropped; where nobody can answer, give --yes");
            return ExitCodes.Left;
        }

        foreach (var message in chosen)
        {
            if (await held.DeleteAsync(message, cancellationToken))
            {
                await output.WriteLineAsync($"{message.Name} dropped");
            }
            else
            {
                await error.WriteLineAsync($"{message.Name} was taken by somebody else meanwhile");
                left = true;
            }
        }

        return left ? ExitCodes.Left : ExitCodes.Done;
    }

    private async Task<bool> IsConfirmedAsync(List<PoisonedMessage> chosen, CancellationToken cancellationToken)
    {
        foreach (var message in chosen)
        {
            await output.WriteLineAsync(message.Name);
        }

        await output.WriteAsync($"Drop {(chosen.Count == 1 ? "this message" : $"these {chosen.Count} messages")} of {deadLetters.Name} for good? [y/N] ");
        await output.FlushAsync(cancellationToken);
        return await input.ReadLineAsync(cancellationToken) is "y" or "Y" or "yes";
    }
}
