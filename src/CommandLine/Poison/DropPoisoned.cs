using ApiBridge.Administration.Poison;

namespace ApiBridge.CommandLine.Poison;

/// <summary>Deletes messages that were given up for good: dead letters, and what no worker has moved there yet.</summary>
internal sealed class DropPoisoned(IReadOnlyList<PoisonQueue> queues, TextReader input, TextWriter output, TextWriter error)
{
    /// <summary>Drops what is selected.</summary>
    /// <param name="selection">What.</param>
    /// <param name="sure">Whether nobody has to be asked.</param>
    /// <param name="cancellationToken">Ends it between two messages.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(Selection selection, bool sure, CancellationToken cancellationToken)
    {
        var held = new List<HeldMessages>();
        try
        {
            foreach (var queue in queues)
            {
                held.Add(await queue.HoldAsync(cancellationToken));
            }

            return await DropAsync(held, selection, sure, cancellationToken);
        }
        finally
        {
            foreach (var messages in held)
            {
                await messages.DisposeAsync();
            }
        }
    }

    private async Task<int> DropAsync(List<HeldMessages> held, Selection selection, bool sure, CancellationToken cancellationToken)
    {
        var left = await Missing.ReportAsync(
            selection, [.. held.SelectMany(messages => messages.Messages)], string.Join(", ", queues.Select(queue => queue.Name)), error);
        var chosen = held.SelectMany(messages => messages.Messages.Where(selection.Includes).Select(message => (Held: messages, Message: message))).ToList();
        if (chosen.Count > 0 && !sure && !await IsConfirmedAsync([.. chosen.Select(one => one.Message)], cancellationToken))
        {
            await error.WriteLineAsync("nothing was dropped; where nobody can answer, give --yes");
            return ExitCodes.Left;
        }

        foreach (var (from, message) in chosen)
        {
            if (await from.DeleteAsync(message, cancellationToken))
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

        return await Question.IsAnsweredWithYesAsync(
            $"Drop {(chosen.Count == 1 ? "this message" : $"these {chosen.Count} messages")} for good?", input, output, cancellationToken);
    }
}
