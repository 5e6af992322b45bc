namespace ApiBridge.LocalStack.Gateway;

/// <summary>What a call did to the gateway's registrations, whatever its caller was told.</summary>
public enum GatewayOutcome
{
    /// <summary>A new registration.</summary>
    Created,

    /// <summary>An existing registration was replaced.</summary>
    Replaced,

    /// <summary>The registration was removed.</summary>
    Removed,

    /// <summary>A removal of a name that is not registered: answered as success, because the wish is fulfilled, unless told otherwise.</summary>
    NotRegistered,

    /// <summary>The body was refused.</summary>
    Invalid,

    /// <summary>A fault kept the call from taking effect.</summary>
    Faulted,
}
