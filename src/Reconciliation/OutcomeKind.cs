namespace ApiBridge.Reconciliation;

/// <summary>What an <see cref="Outcome"/> comes down to.</summary>
public enum OutcomeKind
{
    /// <summary>Nothing is left to do until something changes.</summary>
    Done,

    /// <summary>Something that others do is not done yet.</summary>
    Pending,

    /// <summary>The API's URL is to be tried again.</summary>
    Probing,

    /// <summary>Something failed in a way that passes.</summary>
    Failed,

    /// <summary>The gateway was not called, for its circuit is open.</summary>
    HeldBack,

    /// <summary>The message was not worked on to its end.</summary>
    Undone,
}
