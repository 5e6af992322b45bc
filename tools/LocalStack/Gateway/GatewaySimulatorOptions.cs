using System.Net;

namespace ApiBridge.LocalStack.Gateway;

/// <summary>How the gateway simulator is run.</summary>
public sealed record GatewaySimulatorOptions
{
    /// <summary>The address to listen on. Default 127.0.0.1.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>TCP port; 0 (the default) lets the system choose a free one.</summary>
    public int Port { get; init; }

    /// <summary>
    /// Where the Services are that are registered: a name, or a namespace, a slash and a name, to the URL that requests go to. A path in
    /// the URL goes before the request's. Default none.
    /// </summary>
    public IReadOnlyDictionary<string, Uri> Services { get; init; } = new Dictionary<string, Uri>(StringComparer.Ordinal);

    /// <summary>
    /// Whether a Service that <see cref="Services"/> lacks is called under the name that it has in a cluster, <c>service.namespace.svc</c>,
    /// with the namespace that the entry's name begins with. Default false.
    /// </summary>
    public bool ClusterNames { get; init; }

    /// <summary>How long a forwarded request may go without a byte in either direction, such as a stream of events. Default 10 min.</summary>
    public TimeSpan ActivityTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The <c>res_code</c> that means success. Default <c>0000</c>.</summary>
    public string SuccessCode { get; init; } = "0000";

    /// <summary>The <c>res_code</c> that answers a removal of what is not registered; empty (the default) for the one that means success.</summary>
    public string NotRegisteredCode { get; init; } = string.Empty;
}
