using System.Globalization;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;

namespace ApiBridge.Reconciliation.Statuses;

/// <summary>Where the gateway's APIs are reached from outside.</summary>
/// <param name="Scheme"><c>http</c> or <c>https</c>.</param>
/// <param name="Host">IP address or host name.</param>
/// <param name="Port">The port; 0 stands for the scheme's own.</param>
/// <param name="IngressAddress">The Ingress address it was made of; empty when a configured host overrides it.</param>
internal sealed record PublicAddress(string Scheme, string Host, int Port, string IngressAddress)
{
    /// <summary>What stands between host and path in every URL; empty when nothing does.</summary>
    public string PathPrefix { get; init; } = string.Empty;

    /// <summary>The address from settings, else from the gateway's Ingress, else null.</summary>
    public static PublicAddress? From(GatewayClientOptions options, string? ingressAddress) =>
        options.PublicHost.Length > 0 ? Of(options, options.PublicHost, string.Empty)
        : string.IsNullOrEmpty(ingressAddress) ? null
        : Of(options, ingressAddress, ingressAddress);

    /// <summary>scheme://host[:port][prefix]path, the port left out for 80 and 443, the path as the spec has it.</summary>
    public string UrlOf(string path) => Base + path;

    /// <summary>
    /// The developer UI of an OpenAPI API: where <see cref="DeveloperUI"/> says, else <c>/docs/</c> below the API; null for other kinds.
    /// </summary>
    public string? DeveloperUIOf(ExposedApiSpec spec, string path) =>
        !spec.IsOpenApi ? null
        : string.IsNullOrWhiteSpace(spec.DeveloperUI) ? $"{UrlOf(path).TrimEnd('/')}/docs/"
        : DeveloperUI.UrlOf(spec.DeveloperUI, Base);

    private string Base
    {
        get
        {
            var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
            return Port is 0 or 80 or 443
                ? $"{Scheme}://{host}{PathPrefix}"
                : string.Create(CultureInfo.InvariantCulture, $"{Scheme}://{host}:{Port}{PathPrefix}");
        }
    }

    private static PublicAddress Of(GatewayClientOptions options, string host, string ingressAddress) =>
        new(options.PublicScheme, host, options.PublicPort, ingressAddress) { PathPrefix = options.PublicPathPrefix.TrimEnd('/') };
}
