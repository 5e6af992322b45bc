using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ApiBridge.Shared.Kubernetes.Kubeconfig;

namespace ApiBridge.Shared.Kubernetes.Credentials;

/// <summary>A client's certificate and its key, in PEM.</summary>
/// <param name="Certificate">The certificate, and those that lead from it to an authority.</param>
/// <param name="Key">The key.</param>
internal sealed record CertificatePair(string Certificate, string Key)
{
    /// <summary>Makes it ready to be shown.</summary>
    /// <param name="place">Where it comes from, for errors.</param>
    /// <exception cref="KubeconfigException">It can't be used.</exception>
    public SslStreamCertificateContext Open(string place)
    {
        try
        {
            var pair = X509Certificate2.CreateFromPem(Certificate, Key);
            X509Certificate2Collection chain = [];
            chain.ImportFromPem(Certificate);
            chain.RemoveAt(0);

            // The TLS of Windows takes no key that is in memory only.
            var own = OperatingSystem.IsWindows() ? X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pfx), password: null) : pair;
            return SslStreamCertificateContext.Create(own, chain, offline: true);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new KubeconfigException($"{place} has a certificate and key that can't be used together: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => "a client certificate"; // Never the key.
}
