using ApiBridge.Administration;
using ApiBridge.Administration.Poison;
using ApiBridge.Shared.Storage;

namespace ApiBridge.Dashboard.Queueing;

/// <summary>What a click does to given-up messages: what <c>apibridge poison</c> does, by the same code.</summary>
/// <param name="deadLetters">Where they are kept.</param>
/// <param name="poisoned">Where the host put what no worker has moved yet.</param>
/// <param name="redrive">Sends them once more.</param>
/// <param name="look">Looks at the queues.</param>
internal sealed class QueueActions(PoisonQueue deadLetters, IReadOnlyList<PoisonQueue> poisoned, Redrive redrive, QueueLook look)
{
    /// <summary>The live queue's name.</summary>
    public string LiveQueue => redrive.Queue;

    /// <summary>Whether messages of a queue can be redriven. A worker moves those of the others to it.</summary>
    /// <param name="queue">The queue's name.</param>
    public bool CanRedrive(string queue) => deadLetters.Name == queue;

    /// <summary>Sends dead letters to the live queue.</summary>
    /// <param name="selection">Which.</param>
    /// <param name="cancellationToken">Ends it between two messages.</param>
    /// <returns>What came of it, in a sentence.</returns>
    public Task<string> RedriveAsync(Selection selection, CancellationToken cancellationToken) => RunAsync(deadLetters, async held =>
    {
        var (sent, left) = (0, 0);
        foreach (var message in held.Messages.Where(selection.Includes))
        {
            if (await redrive.SendAsync(held, message, cancellationToken))
            {
                sent++;
            }
            else
            {
                left++;
            }
        }

        return $"{Count(sent)} sent to {redrive.Queue}{(left > 0 ? $"; {Count(left)} left, being no event" : string.Empty)}{Nothing(sent + left)}.";
    });

    /// <summary>Deletes messages for good.</summary>
    /// <param name="queue">The queue's name.</param>
    /// <param name="selection">Which.</param>
    /// <param name="cancellationToken">Ends it between two messages.</param>
    /// <returns>What came of it, in a sentence.</returns>
    public Task<string> DropAsync(string queue, Selection selection, CancellationToken cancellationToken) =>
        RunAsync(poisoned.FirstOrDefault(one => one.Name == queue) ?? deadLetters, async held =>
        {
            var (dropped, taken) = (0, 0);
            foreach (var message in held.Messages.Where(selection.Includes))
            {
                if (await held.DeleteAsync(message, cancellationToken))
                {
                    dropped++;
                }
                else
                {
                    taken++;
                }
            }

            return $"{Count(dropped)} dropped{(taken > 0 ? $"; {Count(taken)} taken by somebody else meanwhile" : string.Empty)}{Nothing(dropped + taken)}.";
        });

    private async Task<string> RunAsync(PoisonQueue queue, Func<HeldMessages, Task<string>> act)
    {
        try
        {
            await using var held = await queue.HoldAsync(CancellationToken.None);
            return await act(held);
        }
        catch (Exception exception) when (QueueFailure.Passes(exception, CancellationToken.None))
        {
            return $"It was not done to its end: {(Failure.Of(exception) is { } lines ? string.Join("; ", lines) : QueueFailure.Describe(exception))}";
        }
        finally
        {
            look.Again();
        }
    }

    private static string Count(int count) => count == 1 ? "1 message" : $"{count} messages";

    private static string Nothing(int seen) => seen == 0 ? ": it is not there any more, or somebody else holds it for the moment" : string.Empty;
}
