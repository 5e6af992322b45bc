namespace ApiBridge.LocalStack.Canvas;

/// <summary>How the Component operator's stand-in behaves.</summary>
public sealed record ComponentOperatorOptions
{
    /// <summary>The namespaces that it looks after; none, the default, for all.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>
    /// How long after it created an ExposedAPI the Component's status names it. Default 500 ms: whoever reacts to
    /// the ExposedAPI finds no entry at first, as with the real operator.
    /// </summary>
    public TimeSpan EntryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long it takes from reading a Component and its ExposedAPIs to writing the Component's lists as they were read. Default 300 ms:
    /// whatever others wrote into them meanwhile is lost, as with the real operator.
    /// </summary>
    public TimeSpan WritePause { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How long to wait after a failure. Default 1 s.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);
}
