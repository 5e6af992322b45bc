namespace ApiBridge.Cluster.Bench.Rigging;

/// <summary>What is done to an API.</summary>
internal enum Operation
{
    /// <summary>It is new.</summary>
    Create,

    /// <summary>Its port changes.</summary>
    Update,

    /// <summary>Its path changes.</summary>
    Move,

    /// <summary>It goes.</summary>
    Delete,
}
