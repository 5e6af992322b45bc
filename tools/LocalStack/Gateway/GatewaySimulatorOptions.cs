using System.Net;

namespace ApiBridge.LocalStack.Gateway;

/// <summary>How the gateway simulator is run.</summary>
public sealed record GatewaySimulatorOptions
{
    /// <summary>The address to listen on. Default 127.0.0.1.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>TCP port; 0 (the default) lets the system choose a free one.</summary>
    public int Port { get; init; }

    /// <summary>The <c>res_code</c> that means success. Default <c>0000</c>.</summary>
    public string SuccessCode { get; init; } = "0000";

    /// <summary>The <c>res_code</c> that answers a removal of what is not registered; empty (the default) for the one that means success.</summary>
    public string NotRegisteredCode { get; init; } = string.Empty;
}
