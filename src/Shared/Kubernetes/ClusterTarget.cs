using System.Net;
using ApiBridge.Shared.Http;
using ApiBridge.Shared.Kubernetes.Credentials;
using ApiBridge.Shared.Kubernetes.Kubeconfig;

namespace ApiBridge.Shared.Kubernetes;

/// <summary>Which API server is talked to, how it is reached and recognised, and as whom.</summary>
internal sealed record ClusterTarget
{
    /// <summary>The API server's URL. Requests go below its path.</summary>
    public required Uri Server { get; init; }

    /// <summary>The proxy on the way, where there is one for the server.</summary>
    public required IWebProxy Proxy { get; init; }

    /// <summary>How the server is recognised.</summary>
    public ServerTrust Trust { get; init; } = new();

    /// <summary>Who asks.</summary>
    public UserCredentials Credentials { get; init; } = new();

    /// <summary>As whom it is asked for; null for the user.</summary>
    public Impersonation? Impersonation { get; init; }

    /// <summary>The namespace of the pod or of the kubeconfig's context; null when there is none.</summary>
    public string? Namespace { get; init; }

    /// <summary>The kubeconfig's context; null when there is none.</summary>
    public string? Context { get; init; }

    /// <summary>The kubeconfig's user, or the service account; null when nobody is named.</summary>
    public string? User { get; init; }

    /// <summary>Finds it as client-go does: the settings', KUBECONFIG's, the home folder's, the pod's.</summary>
    /// <exception cref="KubeconfigException">It can't be used, or there is none.</exception>
    public static ClusterTarget Find(KubernetesOptions options, ClusterEnvironment environment, TimeProvider time)
    {
        var proxy = new EnvironmentProxy(environment.Variable);
        if (options.Server.Length > 0)
        {
            return new() { Server = new(options.Server), Proxy = proxy };
        }

        if (KubeconfigFiles.Find(options.Kubeconfig, environment) is { } kubeconfig)
        {
            return kubeconfig.Select(options.Context).Target(proxy, environment, time);
        }

        return options.Context.Length > 0
            ? throw new KubeconfigException($"there is no kubeconfig with a context '{options.Context}'.")
            : ServiceAccount.Find(environment, proxy)
                ?? throw new KubeconfigException("no kubeconfig was found there or in the home folder (.kube/config), and no service account of a pod.");
    }
}
