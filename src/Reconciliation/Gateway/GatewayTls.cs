using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ApiBridge.Reconciliation.Gateway;

internal static class GatewayTls
{
    /// <summary>Makes TLS trust, and show, what the options say.</summary>
    public static void Apply(this GatewayConnectionOptions options, SslClientAuthenticationOptions tls)
    {
        if (options.InsecureSkipTlsVerify)
        {
#pragma warning disable CA5359 // The setting asks for it, and says that it is insecure.
            tls.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        if (options.CaFile.Length > 0)
        {
            tls.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(Authorities(options));
        }

        if (options.ClientCertificateFile.Length > 0)
        {
            // Offline: what lies between the certificate and its root comes from the file, not from the network.
            tls.ClientCertificateContext = SslStreamCertificateContext.Create(
                ClientCertificate(options), Certificates(options.ClientCertificateFile), offline: true);
        }
    }

    public static X509Certificate2Collection Authorities(GatewayConnectionOptions options) => Certificates(options.CaFile);

    public static X509Certificate2 ClientCertificate(GatewayConnectionOptions options)
    {
        var pair = X509Certificate2.CreateFromPemFile(options.ClientCertificateFile, options.ClientKeyFile);

        // The TLS of Windows takes no key that is in memory only.
        return OperatingSystem.IsWindows() ? X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pfx), password: null) : pair;
    }

    private static X509Certificate2Collection Certificates(string file)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(file);
        return certificates;
    }
}
