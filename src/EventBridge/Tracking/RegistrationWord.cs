namespace ApiBridge.EventBridge.Tracking;

/// <summary>Why an ExposedAPI is not registered, by its own status: of its present spec, and with nothing in doubt.</summary>
internal enum RegistrationWord : byte
{
    /// <summary>It does not say, or it is registered.</summary>
    None,

    /// <summary>The gateway refused its spec.</summary>
    Refused,

    /// <summary>It waits for an elder, and has nothing on the gateway.</summary>
    Waits,

    /// <summary>Its spec is not valid.</summary>
    Unusable,
}
