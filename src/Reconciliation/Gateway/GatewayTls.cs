using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ApiBridge.Reconciliation.Gateway;

internal static class GatewayTls
{
    /// <summary>Makes TLS trust, and show, what the options say.</summary>
    public static void Apply(this GatewayConnectionOptions options, SslClientAuthenticationOptions tls)
    {
        tls.Trust(options.CaFile, options.InsecureSkipTlsVerify);
        if (options.ClientCertificateFile.Length > 0)
        {
            // Offline: what lies between the certificate and its root comes from the file, not from the network.
            tls.ClientCertificateContext = SslStreamCertificateContext.Create(
                ClientCertificate(options), Certificates(options.ClientCertificateFile), offline: true);
        }
    }

    /// <summary>Makes TLS trust the authorities of a PEM file in place of the system's, or whoever answers.</summary>
    public static void Trust(this SslClientAuthenticationOptions tls, string caFile, bool insecure)
    {
        if (insecure)
        {
#pragma warning disable CA5359 // The setting asks for it, and says that it is insecure.
            tls.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }

        if (caFile.Length > 0)
        {
            tls.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            tls.CertificateChainPolicy.CustomTrustStore.AddRange(Certificates(caFile));
        }
    }

    public static X509Certificate2 ClientCertificate(GatewayConnectionOptions options)
    {
        var pair = X509Certificate2.CreateFromPemFile(options.ClientCertificateFile, options.ClientKeyFile);

        // The TLS of Windows takes no key that is in memory only.
        return OperatingSystem.IsWindows() ? X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pfx), password: null) : pair;
    }

    public static X509Certificate2Collection Certificates(string file)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPemFile(file);
        return certificates;
    }
}
