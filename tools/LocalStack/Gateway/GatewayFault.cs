namespace ApiBridge.LocalStack.Gateway;

/// <summary>A fault that is switched on. There is at most one for each name and operation.</summary>
public sealed record GatewayFault
{
    /// <summary>How the call goes wrong.</summary>
    public required GatewayFaultMode Mode { get; init; }

    /// <summary>The registration whose calls, or whose requests, go wrong; null (the default) for all.</summary>
    public string? Name { get; init; }

    /// <summary>The call that goes wrong, or <see cref="GatewayOperation.Route"/>; null (the default) for the two calls.</summary>
    public GatewayOperation? Operation { get; init; }

    /// <summary>How many calls go wrong before the fault switches itself off; null (the default) for all.</summary>
    public int? Count { get; init; }

    /// <summary>
    /// Whether the call takes effect although its answer is spoiled, as with a timeout on the way back. Default
    /// false. A delayed call always takes effect.
    /// </summary>
    public bool Applied { get; init; }

    /// <summary>For <see cref="GatewayFaultMode.Delay"/>: how long. Default 1 s.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>For <see cref="GatewayFaultMode.Status"/>: the HTTP status. Default 500.</summary>
    public int Status { get; init; } = StatusCodes.Status500InternalServerError;

    /// <summary>For <see cref="GatewayFaultMode.Refusal"/>: the <c>res_code</c>. Default 9999.</summary>
    public string ResCode { get; init; } = "9999";

    /// <summary>What is wrong with it: the field, its value and what is valid; null when it can be switched on.</summary>
    internal string? Problem => Operation is not GatewayOperation.Route ? null
        : Mode is GatewayFaultMode.Refusal ? "mode: \"refusal\" is not valid for route, where no res_code answers; write delay, status, abort, hang or garbage"
        : Applied ? "applied: true is not valid for route; leave it out: a request that is spoiled does not reach the implementation"
        : null;

    internal bool Matches(GatewayOperation operation, string name) =>
        (Operation is null ? operation is not GatewayOperation.Route : Operation == operation) && (Name is null || Name == name);
}
