namespace ApiBridge.LocalStack.Gateway;

/// <summary>The gateway's two calls.</summary>
public enum GatewayOperation
{
    /// <summary><c>createAPIFromSwagger</c>: registers an API, or replaces the registration of that name.</summary>
    Create,

    /// <summary><c>removeAPIFromSwagger</c>: removes the registration of that name.</summary>
    Remove,
}
