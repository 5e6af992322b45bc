using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ApiBridge.Shared.Kubernetes.Kubeconfig;

namespace ApiBridge.Shared.Kubernetes;

/// <summary>How an API server is recognised.</summary>
internal sealed record ServerTrust
{
    /// <summary>Who may vouch for it; null for those that the machine trusts.</summary>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <summary>The name that its certificate is checked against; empty for the address.</summary>
    public string ServerName { get; init; } = "";

    /// <summary>Whether any server is taken.</summary>
    public bool SkipVerify { get; init; }

    /// <summary>Reads certificates.</summary>
    /// <param name="pem">All of them, in PEM.</param>
    /// <param name="place">Where that stands, for errors.</param>
    /// <exception cref="KubeconfigException">There is none.</exception>
    public static X509Certificate2Collection ReadAuthorities(string pem, string place)
    {
        X509Certificate2Collection found = [];
        try
        {
            found.ImportFromPem(pem);
        }
        catch (CryptographicException exception)
        {
            throw new KubeconfigException($"{place} has a certificate that can't be read: {exception.Message}", exception);
        }

        return found.Count > 0 ? found : throw new KubeconfigException($"{place} has no certificate in PEM.");
    }
}
