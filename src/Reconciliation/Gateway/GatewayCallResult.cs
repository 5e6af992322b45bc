namespace ApiBridge.Reconciliation.Gateway;

/// <summary>What came of a call to a gateway.</summary>
internal enum GatewayCallResult
{
    /// <summary>It did what it was asked for; to have nothing to remove counts as that.</summary>
    Ok,

    /// <summary>It said no.</summary>
    Refused,

    /// <summary>It could not be reached or could not serve.</summary>
    Unavailable,

    /// <summary>It was not called at all, for it kept failing.</summary>
    CircuitOpen,

    /// <summary>The time for the reconcile was up, or the host stops.</summary>
    Cancelled,

    /// <summary>The worker itself failed.</summary>
    Failed,
}
