namespace ApiBridge.LocalStack.Gateway;

/// <summary>How a call, or a request to an API, goes wrong.</summary>
public enum GatewayFaultMode
{
    /// <summary>The honest answer comes late.</summary>
    Delay,

    /// <summary>An HTTP status instead of an answer.</summary>
    Status,

    /// <summary>The connection is cut.</summary>
    Abort,

    /// <summary>No answer until the caller gives up.</summary>
    Hang,

    /// <summary>HTTP 200 with a body that is not the contract's.</summary>
    Garbage,

    /// <summary>HTTP 200 with a <c>res_code</c> that is not success; for the two calls alone.</summary>
    Refusal,
}
