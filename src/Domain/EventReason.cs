namespace ApiBridge.Domain;

/// <summary>Why the bridge, or a retry, asks for a look at an object.</summary>
public enum EventReason
{
    /// <summary>A relist found it not converged.</summary>
    Listed,

    /// <summary>Its spec changed, or it began to be deleted.</summary>
    Changed,

    /// <summary>It is gone, without having passed through the finalizer's release.</summary>
    Deleted,

    /// <summary>Something it depends on changed: the endpoints of its service, or the gateway's address.</summary>
    Readiness,

    /// <summary>It has not converged for longer than the resync period.</summary>
    Resync,

    /// <summary>An earlier attempt failed in a way that passes.</summary>
    Retry,
}
