namespace ApiBridge.Reconciliation.Poison;

/// <summary>Why a message was given up.</summary>
internal enum GivenUpCause
{
    /// <summary>Its handling failed too often.</summary>
    Failed,

    /// <summary>It is no event for this worker.</summary>
    Malformed,

    /// <summary>Its chain of retries began too long ago.</summary>
    TooOld,
}
