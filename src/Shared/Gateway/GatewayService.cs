using ApiBridge.Domain;

namespace ApiBridge.Shared.Gateway;

/// <summary>The Service that an endpoint's host names, as DNS in a cluster does.</summary>
internal static class GatewayService
{
    // https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#services. A cluster's domain of another name could be anybody's.
    private static readonly string[] Suffixes = ["", "svc", "svc.cluster.local"];

    /// <summary>The Service's name.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="ns">The namespace that it must be in.</param>
    /// <returns>Null for any other host: one outside of the cluster, an address, a Service of another namespace.</returns>
    public static string? NameOf(Uri endpoint, string ns) =>
        endpoint.HostNameType is UriHostNameType.Dns
        && endpoint.Host.TrimEnd('.').Split('.', 3) is [var service, var space, ..] parts
        && space == ns
        && KubernetesName.IsService(service)
        && Suffixes.Contains(parts.Length > 2 ? parts[2] : string.Empty)
            ? service
            : null;
}
