using System.Security.Cryptography.X509Certificates;
using ApiBridge.Shared.Kubernetes.Credentials;

namespace ApiBridge.Shared.Kubernetes;

/// <summary>How the API server is connected to: over which proxy, whom it is trusted to be, and the certificate that is shown.</summary>
internal static class ClusterTransport
{
    // The name of a kubeconfig's server may come to have other addresses. A watch goes on where it began, until it ends.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(15);

    public static SocketsHttpHandler Create(ClusterTarget target, CertificatePair? certificate)
    {
        var handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null, // Whoever traces a call puts its own span on it.
            ConnectTimeout = ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = PingDelay,
            KeepAlivePingTimeout = PingTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionLifetime = ConnectionLifetime,
            Proxy = target.Proxy,
        };
        if (target.Trust.SkipVerify)
        {
#pragma warning disable CA5359 // The kubeconfig asks for it: insecure-skip-tls-verify.
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (target.Trust.Authorities is { } authorities)
        {
            handler.SslOptions.CertificateChainPolicy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificateContext = certificate.Open("the user");
        }

        return handler;
    }
}
