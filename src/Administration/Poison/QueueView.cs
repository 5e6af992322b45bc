namespace ApiBridge.Administration.Poison;

/// <summary>What can be seen of a queue.</summary>
/// <param name="Queue">The queue's name.</param>
/// <param name="Shown">The messages that can be seen.</param>
/// <param name="Count">About how many it holds, delayed ones and those that somebody holds included.</param>
public sealed record QueueView(string Queue, IReadOnlyList<PoisonedMessage> Shown, int Count)
{
    /// <summary>How many are not shown.</summary>
    public int Unseen => Math.Max(0, Count - Shown.Count);
}
