namespace ApiBridge.Dashboard.Apis;

/// <summary>How an API stands, in one word: each is in one of these.</summary>
public enum ApiState
{
    /// <summary>It is registered, and its implementation is ready.</summary>
    Ready,

    /// <summary>It is registered, and its implementation has no ready endpoint.</summary>
    NoEndpoint,

    /// <summary>It waits for an older API.</summary>
    Waiting,

    /// <summary>The gateway can't be reached, or does not do its part; it is tried again.</summary>
    GatewayDown,

    /// <summary>The gateway refused it, or its spec can't be registered.</summary>
    Refused,

    /// <summary>Its message was given up.</summary>
    GivenUp,

    /// <summary>No worker has decided on it yet.</summary>
    Undecided,

    /// <summary>The work on it is stopped.</summary>
    Paused,

    /// <summary>It is being deleted.</summary>
    Deleting,

    /// <summary>It is not looked after by these settings.</summary>
    OutOfScope,

    /// <summary>It can't be read.</summary>
    Unreadable,
}
