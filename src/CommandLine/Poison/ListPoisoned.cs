using System.Text.Json;

namespace ApiBridge.CommandLine.Poison;

/// <summary>Shows what was given up, and leaves it where it is.</summary>
internal sealed class ListPoisoned(
    PoisonQueue deadLetters, IEnumerable<PoisonQueue> poisoned, TextWriter output, TextWriter error, TimeProvider time)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Lists the dead letters, and what is left in the poison queues.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(bool json, CancellationToken cancellationToken)
    {
        var found = new List<(string Queue, IReadOnlyList<PoisonedMessage> Messages)> { (deadLetters.Name, await ReadAsync(cancellationToken)) };
        foreach (var queue in poisoned)
        {
            // The workers are at these queues: nothing of theirs is received, so that no delivery counts against a message.
            var messages = await queue.PeekAsync(cancellationToken);
            found.Add((queue.Name, messages));
            await ReportUnseenAsync(queue, messages.Count, cancellationToken);
        }

        if (json)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(found.SelectMany(part => part.Messages.Select(message => Shown(part.Queue, message))), Json));
            return ExitCodes.Done;
        }

        foreach (var (queue, messages) in found.Where(part => part.Messages.Count > 0))
        {
            MessageTable.Write(queue, messages, time.GetUtcNow(), output);
        }

        if (found.TrueForAll(part => part.Messages.Count == 0))
        {
            await output.WriteLineAsync($"{deadLetters.Name} is empty, and so are the poison queues");
        }

        return ExitCodes.Done;
    }

    private static object Shown(string queue, PoisonedMessage message) => new
    {
        Queue = queue,
        message.Id,
        message.Event?.Key.Namespace,
        message.Event?.Key.Name,
        message.Event?.Key.Uid,
        Reason = message.Event?.Reason.ToString(),
        message.Event?.Attempt,
        FirstSeen = message.Event?.Time,
        message.KeptSince,
        message.Problem,
    };

    private async Task<IReadOnlyList<PoisonedMessage>> ReadAsync(CancellationToken cancellationToken)
    {
        var messages = await deadLetters.PeekAsync(cancellationToken);
        var count = await deadLetters.CountAsync(cancellationToken);
        if (count > messages.Count)
        {
            await error.WriteLineAsync($"No more than 32 messages can be peeked at: those of {deadLetters.Name} are received and put back, and hidden from others for that moment.");
            await using var held = await deadLetters.HoldAsync(cancellationToken);
            messages = held.Messages;
        }

        await ReportUnseenAsync(deadLetters, messages.Count, cancellationToken);
        return messages;
    }

    private async Task ReportUnseenAsync(PoisonQueue queue, int seen, CancellationToken cancellationToken)
    {
        if (await queue.CountAsync(cancellationToken) - seen is > 0 and var unseen)
        {
            await error.WriteLineAsync($"About {unseen} more in {queue.Name} can't be seen now: somebody else holds them, or they are too many to peek at.");
        }
    }
}
