using System.Net;
using ApiBridge.Shared.Http;
using ApiBridge.Shared.Kubernetes.Credentials;

namespace ApiBridge.Shared.Kubernetes.Kubeconfig;

/// <summary>A context of a kubeconfig with what it names.</summary>
/// <param name="context">The context.</param>
/// <param name="cluster">Its cluster.</param>
/// <param name="user">Its user; null for nobody.</param>
internal sealed class KubeconfigContext(KubeconfigEntry context, KubeconfigEntry cluster, KubeconfigEntry? user)
{
    /// <summary>Reads it.</summary>
    /// <param name="surrounding">The proxy where the cluster names none.</param>
    /// <param name="environment">Where a plugin is looked for.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="KubeconfigException">It can't be used.</exception>
    public ClusterTarget Target(IWebProxy surrounding, ClusterEnvironment environment, TimeProvider time)
    {
        var server = Server();
        var secure = server.Scheme == Uri.UriSchemeHttps;
        var credentials = user is null ? new() : new KubeconfigUser(user, cluster, environment, time).Credentials();
        return new()
        {
            Server = server,
            Proxy = Proxy() ?? surrounding,
            Trust = Trust(),

            // kubectl shows nobody who it is over a connection that is not encrypted.
            Credentials = secure ? credentials : new(),
            Impersonation = user is null ? null : Impersonation.Read(user.Fields),
            Namespace = context.Fields.Text("namespace") is { Length: > 0 } ns ? ns : null,
            Context = context.Name,
            User = user?.Name,
        };
    }

    private Uri Server()
    {
        var text = cluster.Fields.Text("server");
        var address = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        if (text.Length == 0 || !Uri.TryCreate(address, UriKind.Absolute, out var server)
            || server.Scheme is not ("http" or "https") || (address.Length > text.Length && server.AbsolutePath != "/"))
        {
            throw new KubeconfigException($"{cluster.Fields.Place} has the server '{text}'. Give a URL such as https://host:6443.");
        }

        if (server.UserInfo.Length > 0)
        {
            throw new KubeconfigException($"{cluster.Fields.Place} has a user in the URL of its server. Put it into users.");
        }

        return server.Query.Length + server.Fragment.Length > 0 ? new(server.GetLeftPart(UriPartial.Path)) : server;
    }

    private FixedProxy? Proxy()
    {
        const string Field = "proxy-url";
        var text = cluster.Fields.Text(Field);
        return text.Length == 0 ? null
            : ProxyAddress.TryParse(text) is { Url.Scheme: "http" or "https" or "socks5" } address && text.Contains("://", StringComparison.Ordinal) ? new(address)
            : throw new KubeconfigException($"{cluster.Fields.Place} has a {Field} that is no URL with http, https or socks5. Give one such as http://host:3128.");
    }

    private ServerTrust Trust()
    {
        const string Skip = "insecure-skip-tls-verify";
        var (authority, skip) = (cluster.Pem("certificate-authority"), cluster.Fields.Flag(Skip));
        if (skip && authority is not null)
        {
            throw new KubeconfigException($"{cluster.Fields.Place} has both a certificate-authority and {Skip}. Keep one.");
        }

        return new()
        {
            Authorities = authority is null ? null : ServerTrust.ReadAuthorities(authority.Read(), $"the certificate-authority of {cluster.Fields.Place}"),
            ServerName = cluster.Fields.Text("tls-server-name"),
            SkipVerify = skip,
        };
    }
}
