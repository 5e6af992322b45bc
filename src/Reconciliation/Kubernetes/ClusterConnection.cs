using ApiBridge.Reconciliation.Configuration;
using k8s;

namespace ApiBridge.Reconciliation.Kubernetes;

internal static class ClusterConnection
{
    // Our calls are small: one that takes longer has met a dead connection.
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    public static IKubernetes Open(ClusterOptions options)
    {
        var configuration =
            options.Server.Length > 0 ? new KubernetesClientConfiguration { Host = options.Server }
            : options.Kubeconfig.Length > 0 ? KubernetesClientConfiguration.BuildConfigFromConfigFile(options.Kubeconfig)
            : KubernetesClientConfiguration.BuildDefaultConfig();
        configuration.HttpClientTimeout = CallTimeout;
        return new k8s.Kubernetes(configuration);
    }
}
