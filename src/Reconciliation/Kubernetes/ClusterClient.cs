using ApiBridge.Shared.Kubernetes;
using k8s;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>The Kubernetes library's client over the connection that both programs have.</summary>
internal static class ClusterClient
{
    /// <summary>How long a call may take. Ours are small: one that takes longer has met a dead connection.</summary>
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    /// <summary>A client that keeps its calls to 30 s.</summary>
    /// <param name="connection">Where its requests go. It stays the caller's.</param>
    /// <param name="before">What requests pass through before.</param>
    public static IKubernetes Over(ClusterConnection connection, params IEnumerable<DelegatingHandler> before) => new k8s.Kubernetes(
        new KubernetesClientConfiguration { Host = connection.Server.OriginalString, HttpClientTimeout = CallTimeout },
        [.. before, new ClusterLink(connection)]);
}
