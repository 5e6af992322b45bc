namespace ApiBridge.Administration.Poison;

/// <summary>What can be seen of a queue.</summary>
/// <param name="Queue">The queue's name.</param>
/// <param name="Shown">The messages that can be seen.</param>
/// <param name="Count">About how many it holds, delayed ones and those that somebody holds included.</param>
public sealed record QueueView(string Queue, IReadOnlyList<PoisonedMessage> Shown, long Count)
{
    /// <summary>How many are not shown.</summary>
    public long Unseen => Math.Max(0, Count - Shown.Count);

    /// <summary>A view with a count that is no more than about right: what was seen is there, whatever that says.</summary>
    /// <param name="queue">The queue's name.</param>
    /// <param name="shown">The messages that can be seen.</param>
    /// <param name="count">About how many it holds.</param>
    /// <returns>The view.</returns>
    public static QueueView Of(string queue, IReadOnlyList<PoisonedMessage> shown, long count)
    {
        ArgumentNullException.ThrowIfNull(shown);
        return new(queue, shown, Math.Max(shown.Count, count));
    }
}
