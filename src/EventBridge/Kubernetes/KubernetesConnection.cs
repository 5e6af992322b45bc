using ApiBridge.EventBridge.Configuration;
using k8s;

namespace ApiBridge.EventBridge.Kubernetes;

/// <summary>Where the API server is and how to sign in: the settings', KUBECONFIG's, or the pod's service account.</summary>
internal static class KubernetesConnection
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(15);

    public static KubernetesClientConfiguration Configuration(KubernetesOptions options)
    {
        var configuration = options switch
        {
            { Server.Length: > 0 } => new KubernetesClientConfiguration { Host = options.Server },
            { Kubeconfig.Length: > 0 } => KubernetesClientConfiguration.BuildConfigFromConfigFile(
                options.Kubeconfig, options.Context is { Length: > 0 } context ? context : null),
            _ => KubernetesClientConfiguration.BuildDefaultConfig(),
        };

        // A watch lives for minutes; each request brings its own deadline.
        configuration.HttpClientTimeout = Timeout.InfiniteTimeSpan;
        configuration.UserAgent = "apibridge-eventbridge";
        configuration.FirstMessageHandlerSetup = handler =>
        {
            handler.ConnectTimeout = ConnectTimeout;
            handler.KeepAlivePingDelay = PingDelay;
            handler.KeepAlivePingTimeout = PingTimeout;
        };
        return configuration;
    }
}
