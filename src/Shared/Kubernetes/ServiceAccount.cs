using System.Net;
using ApiBridge.Shared.Kubernetes.Credentials;
using ApiBridge.Shared.Kubernetes.Kubeconfig;

namespace ApiBridge.Shared.Kubernetes;

/// <summary>The API server of the cluster that a pod runs in.</summary>
internal static class ServiceAccount
{
    private const string Host = "KUBERNETES_SERVICE_HOST";
    private const string Port = "KUBERNETES_SERVICE_PORT";

    /// <returns>Null outside of a pod.</returns>
    /// <exception cref="KubeconfigException">What the pod was given can't be used.</exception>
    public static ClusterTarget? Find(ClusterEnvironment environment, IWebProxy proxy)
    {
        var token = Path.Combine(environment.ServiceAccount, "token");
        if (environment.Variable(Host) is not { Length: > 0 } host || environment.Variable(Port) is not { Length: > 0 } port || !File.Exists(token))
        {
            return null;
        }

        var address = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        if (!Uri.TryCreate($"https://{address}:{port}", UriKind.Absolute, out var server))
        {
            throw new KubeconfigException($"{Host} is '{host}' and {Port} '{port}', which make no address.");
        }

        var authority = Path.Combine(environment.ServiceAccount, "ca.crt");
        var ns = Path.Combine(environment.ServiceAccount, "namespace");
        return new()
        {
            Server = server,
            Proxy = proxy,
            Trust = new() { Authorities = File.Exists(authority) ? ServerTrust.ReadAuthorities(File.ReadAllText(authority), authority) : null },
            Credentials = new() { Token = BearerToken.OfFile(token, token) },
            Namespace = File.Exists(ns) && File.ReadAllText(ns).Trim() is { Length: > 0 } own ? own : null,
            User = "the pod's service account",
        };
    }
}
