namespace ApiBridge.Simulation.Tests.Queues;

/// <summary>A message in a queue.</summary>
internal sealed class QueuedMessage(BinaryData body)
{
    public BinaryData Body => body;

    public int DequeueCount { get; set; }

    /// <summary>When it can be taken, in virtual ticks.</summary>
    public long VisibleAt { get; set; }

    /// <summary>
    /// Where whoever takes it is slow: before a <c>create</c> or a <c>remove</c>, or after one is done (<c>created</c>); null for nowhere.
    /// </summary>
    public string? SlowAt { get; set; }

    /// <summary>Whether it dies once it has.</summary>
    public bool IsDoomed { get; set; }

    /// <summary>After how many steps it kills every worker that takes it; null for a harmless one.</summary>
    public int? Curse { get; set; }
}
