using System.Net.Http.Headers;
using ApiBridge.Shared.Kubernetes.Kubeconfig;

namespace ApiBridge.Shared.Kubernetes.Credentials;

/// <summary>Who asks. With nothing set, nobody.</summary>
internal sealed class UserCredentials
{
    /// <summary>The token; null for none.</summary>
    public BearerToken? Token { get; init; }

    /// <summary>User name and password; null for none.</summary>
    public AuthenticationHeaderValue? Basic { get; init; }

    /// <summary>The certificate; null for none.</summary>
    public CertificateSource? Certificate { get; init; }

    /// <summary>The plugin that is asked where there is no token; null for none.</summary>
    public ExecPlugin? Plugin { get; init; }

    /// <summary>What shows who asks, now.</summary>
    /// <exception cref="KubeconfigException">The plugin failed.</exception>
    public async ValueTask<ClientIdentity> GetAsync(CancellationToken cancellationToken)
    {
        var certificate = Certificate?.Read();
        var header = Token?.Header() ?? Basic;
        if (header is not null || Plugin is null)
        {
            return new(header, certificate);
        }

        var issued = await Plugin.GetAsync(cancellationToken);
        return new(issued.Token is { } token ? new("Bearer", token) : null, certificate ?? issued.Certificate);
    }

    /// <summary>Is told that the server knows nobody of that identity.</summary>
    /// <returns>Whether to ask for another and try again.</returns>
    public bool Rejected(ClientIdentity identity)
    {
        if (Plugin is null || Token is not null || Basic is not null)
        {
            return false;
        }

        Plugin.Forget(identity);
        return true;
    }
}
