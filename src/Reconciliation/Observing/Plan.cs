namespace ApiBridge.Reconciliation.Observing;

/// <summary>What would be done for one API, and why.</summary>
public sealed record Plan
{
    /// <summary>The API's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The API's name.</summary>
    public required string Name { get; init; }

    /// <summary>What would be done.</summary>
    public required PlanAction Would { get; init; }

    /// <summary>Why, for people.</summary>
    public required string Why { get; init; }

    /// <summary>The authority of its gateway.</summary>
    public required string Gateway { get; init; }

    /// <summary>The name of its own entry there.</summary>
    public required string Entry { get; init; }

    /// <summary>The path that the entry would have; null when it would have none.</summary>
    public string? Path { get; init; }

    /// <summary>The URL that its status would tell; null when it would tell none.</summary>
    public string? Url { get; init; }

    /// <summary>The calls of the gateway, in their order.</summary>
    public IReadOnlyList<string> Calls { get; init; } = [];

    /// <summary>What others read and would read otherwise.</summary>
    public IReadOnlyList<FieldChange> Changes { get; init; } = [];

    /// <summary>Finalizers that would be set or dropped.</summary>
    public IReadOnlyList<string> Finalizers { get; init; } = [];

    /// <summary>What whoever switches over should know before; none when nobody downstream would notice.</summary>
    public IReadOnlyList<string> Surprises { get; init; } = [];
}
