using System.Net.Http.Headers;
using System.Text;
using ApiBridge.Shared.Kubernetes.Credentials;

namespace ApiBridge.Shared.Kubernetes.Kubeconfig;

/// <summary>A user of a kubeconfig.</summary>
/// <param name="user">The user.</param>
/// <param name="cluster">The cluster, of which a plugin may be told.</param>
/// <param name="environment">Where a plugin is looked for.</param>
/// <param name="time">The clock.</param>
internal sealed class KubeconfigUser(KubeconfigEntry user, KubeconfigEntry cluster, ClusterEnvironment environment, TimeProvider time)
{
    private KubeconfigFields Fields => user.Fields;

    /// <summary>Reads how the user is shown to the API server.</summary>
    /// <exception cref="KubeconfigException">It can't be used.</exception>
    public UserCredentials Credentials()
    {
        if (Fields.Child("auth-provider") is { } provider)
        {
            throw new KubeconfigException(
                $"{Fields.Place} has the auth-provider '{provider.Text("name")}', which Kubernetes gave up. Use an exec plugin, such as the cloud's or kubelogin.");
        }

        var (token, basic) = (Token(), Basic());
        return token is not null && basic is not null
            ? throw new KubeconfigException($"{Fields.Place} has a token and a username. Keep one.")
            : new()
            {
                Token = token,
                Basic = basic,
                Certificate = Certificate(),
                Plugin = Fields.Child("exec") is { } exec ? ExecPlugin.Read(exec, user, cluster, environment, time) : null,
            };
    }

    // A file wins, as it may hold a newer token.
    private BearerToken? Token() =>
        user.PathOf("tokenFile") is { } file ? BearerToken.OfFile(file, $"the tokenFile of {Fields.Place}")
        : Fields.Text("token") is { Length: > 0 } token ? BearerToken.OfText(token, $"the token of {Fields.Place}")
        : null;

    private AuthenticationHeaderValue? Basic()
    {
        var (name, password) = (Fields.Text("username"), Fields.Text("password"));
        return name.Length + password.Length == 0 ? null : new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}")));
    }

    private CertificateSource? Certificate()
    {
        var (certificate, key) = (user.Pem("client-certificate"), user.Pem("client-key"));
        return certificate is null ? null
            : key is null ? throw new KubeconfigException($"{Fields.Place} has a client-certificate without a client-key. Give both.")
            : new(certificate, key, Fields.Place);
    }
}
