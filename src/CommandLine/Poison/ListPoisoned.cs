using System.Text.Json;
using ApiBridge.Administration.Poison;

namespace ApiBridge.CommandLine.Poison;

/// <summary>Shows what was given up, and leaves it where it is.</summary>
/// <param name="deadLetters">What is kept.</param>
/// <param name="poisoned">What the host gave up, and no worker has moved yet.</param>
/// <param name="retries">What waits for another attempt.</param>
/// <param name="output">Where the list goes.</param>
/// <param name="error">Where it is said what the list lacks.</param>
/// <param name="time">The clock.</param>
internal sealed class ListPoisoned(
    PoisonQueue deadLetters, IReadOnlyList<PoisonQueue> poisoned, PoisonQueue retries, TextWriter output, TextWriter error, TimeProvider time)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Lists the dead letters and what is left in the poison queues, and counts what waits for a retry.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(bool json, CancellationToken cancellationToken)
    {
        List<QueueView> views = [await ViewDeadLettersAsync(cancellationToken)];
        foreach (var queue in poisoned)
        {
            // A worker is at the poison queues: nothing of them is received, or it could not move it for that moment.
            views.Add(await queue.ViewAsync(cancellationToken));
        }

        // Most of them are delayed, and a queue shows nobody what is.
        var waiting = new QueueView(retries.Name, [], await retries.CountAsync(cancellationToken));
        foreach (var view in views.Where(view => view.Unseen > 0))
        {
            await error.WriteLineAsync($"About {view.Unseen} more in {view.Queue} can't be seen now: somebody else holds them, or they are too many to peek at.");
        }

        if (json)
        {
            await WriteJsonAsync([.. views, waiting]);
        }
        else
        {
            await WriteTablesAsync(views, waiting);
        }

        return ExitCodes.Done;
    }

    private async Task WriteJsonAsync(IReadOnlyList<QueueView> views) => await output.WriteLineAsync(JsonSerializer.Serialize(
        new
        {
            Messages = views.SelectMany(view => view.Shown.Select(message => Shown(view.Queue, message))),
            Queues = views.Select(view => new { Name = view.Queue, Messages = view.Count, Shown = view.Shown.Count }),
        },
        Json));

    private async Task WriteTablesAsync(List<QueueView> views, QueueView waiting)
    {
        foreach (var view in views.Where(view => view.Shown.Count > 0))
        {
            MessageTable.Write(view, time.GetUtcNow(), output);
        }

        if (views.TrueForAll(view => view.Count == 0))
        {
            await output.WriteLineAsync($"{deadLetters.Name} is empty, and so are the poison queues");
        }

        await output.WriteLineAsync(waiting.Count switch
        {
            0 => $"{waiting.Queue}: no message waits for another attempt",
            1 => $"{waiting.Queue}: about 1 message waits for another attempt; it can't be shown",
            _ => $"{waiting.Queue}: about {waiting.Count} messages wait for another attempt; they can't be shown",
        });
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
        FirstSeen = message.Event?.Started,
        message.KeptSince,
        message.Problem,
    };

    private async Task<QueueView> ViewDeadLettersAsync(CancellationToken cancellationToken)
    {
        var view = await deadLetters.ViewAsync(cancellationToken);
        if (view.Unseen == 0)
        {
            return view;
        }

        await error.WriteLineAsync($"No more than 32 messages can be peeked at: those of {deadLetters.Name} are received and put back, and hidden from others for that moment.");
        await using var held = await deadLetters.HoldAsync(cancellationToken);
        return await deadLetters.CountedAsync(held.Messages, cancellationToken);
    }
}
