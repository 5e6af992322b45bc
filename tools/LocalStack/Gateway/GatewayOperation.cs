namespace ApiBridge.LocalStack.Gateway;

/// <summary>What the gateway is asked for: its two calls, and the APIs behind it.</summary>
public enum GatewayOperation
{
    /// <summary><c>createAPIFromSwagger</c>: registers an API, or replaces the registration of that name.</summary>
    Create,

    /// <summary><c>removeAPIFromSwagger</c>: removes the registration of that name.</summary>
    Remove,

    /// <summary>A request to a registered API, which is forwarded to its implementation.</summary>
    Route,
}
