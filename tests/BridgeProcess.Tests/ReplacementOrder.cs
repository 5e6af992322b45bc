namespace ApiBridge.BridgeProcess.Tests;

/// <summary>Which of the two programs is replaced first by another version.</summary>
public enum ReplacementOrder
{
    /// <summary>The bridge.</summary>
    BridgeFirst,

    /// <summary>The worker.</summary>
    WorkerFirst,

    /// <summary>Neither.</summary>
    BothAtOnce,
}
