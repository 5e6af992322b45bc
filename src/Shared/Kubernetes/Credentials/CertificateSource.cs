using System.Security.Cryptography;
using ApiBridge.Shared.Kubernetes.Kubeconfig;

namespace ApiBridge.Shared.Kubernetes.Credentials;

/// <summary>Where a user's certificate is. Files are read anew for each request, since they rotate; while they don't fit together, the last good pair holds.</summary>
internal sealed class CertificateSource
{
    private readonly PemSource _certificate;
    private readonly PemSource _key;
    private readonly string _place;
    private CertificatePair _good;

    /// <param name="certificate">The certificate.</param>
    /// <param name="key">Its key.</param>
    /// <param name="place">The user in the kubeconfig, for errors.</param>
    /// <exception cref="KubeconfigException">They can't be used.</exception>
    public CertificateSource(PemSource certificate, PemSource key, string place)
    {
        (_certificate, _key, _place) = (certificate, key, place);
        _good = new(certificate.Read(), key.Read());
        _good.Open(place);
    }

    /// <summary>The pair of now.</summary>
    public CertificatePair Read()
    {
        if (_certificate.File is null && _key.File is null)
        {
            return _good;
        }

        try
        {
            var now = new CertificatePair(_certificate.Read(), _key.Read());
            if (now != _good)
            {
                now.Open(_place);
                _good = now;
            }
        }
        catch (Exception exception) when (exception is KubeconfigException or IOException or UnauthorizedAccessException or CryptographicException)
        {
            // They are being replaced: what was read last is as good as it was.
            return _good;
        }

        return _good;
    }
}
