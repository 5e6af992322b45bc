using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace ApiBridge.TestServers;

/// <summary>A certificate authority, for the servers of a test and for who calls them.</summary>
public sealed class Authority : IDisposable
{
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private readonly X509Certificate2 _certificate;

    /// <summary>Makes one that nobody trusts yet.</summary>
    /// <param name="name">Its name.</param>
    public Authority(string name = "authority")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        _certificate = request.CreateSelfSigned(_now.AddDays(-1), _now.AddDays(2));
    }

    /// <summary>Its certificate, as a kubeconfig has it.</summary>
    public string Data => Base64(Pem);

    /// <summary>Its certificate, as a file of trusted authorities has it.</summary>
    public string Pem => _certificate.ExportCertificatePem();

    /// <summary>A PEM, as a kubeconfig has it.</summary>
    /// <param name="pem">The PEM.</param>
    /// <returns>The same in base64.</returns>
    public static string Base64(string pem) => Convert.ToBase64String(Encoding.UTF8.GetBytes(pem));

    /// <inheritdoc/>
    public void Dispose() => _certificate.Dispose();

    /// <summary>A certificate for a server's host name or address, or for a user of that name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The certificate, with its key.</returns>
    public X509Certificate2 Issue(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(_certificate, _now.AddDays(-1), _now.AddDays(1), RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }
}
