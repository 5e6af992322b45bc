namespace ApiBridge.Shared.Configuration;

/// <summary>What bridge and worker do about what they find.</summary>
public enum WorkMode
{
    /// <summary>They do it.</summary>
    Apply,

    /// <summary>They tell what they would do, and write nothing to cluster or gateway but the bridge's Lease.</summary>
    Observe,
}
