using System.Globalization;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Shared.Configuration;

namespace ApiBridge.Reconciliation.Reachability;

/// <summary>How a worker tries the URL of an API: section <c>ApiBridge:Reachability</c>. All of it is read once, at start.</summary>
public sealed record ProbeOptions : ICheckedOptions
{
    private const string NamespacePlaceholder = "{namespace}";
    private const int MostRetries = 20;
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(1);
    private static readonly string[] Methods = ["GET", "HEAD", "OPTIONS"];

    // Those of the connection are the client's own, and a host is the gateway's.
    private static readonly string[] OfTheConnection =
        ["Host", "Connection", "Keep-Alive", "Transfer-Encoding", "TE", "Trailer", "Upgrade", "Expect", "Proxy-Connection"];

    private static readonly string[] SignsOfCredentials =
        ["authorization", "authorisation", "authentication", "cookie", "token", "secret", "password", "credential", "apikey", "api-key", "api_key"];

    /// <inheritdoc/>
    public static string Section => "ApiBridge:Reachability";

    /// <summary>
    /// Where the gateway takes what is meant for the APIs: host and port, or <c>http://</c> or <c>https://</c> with these; <c>{namespace}</c>
    /// stands for the API's namespace. It is asked for the public URL. Default none: the host of the public URL is asked.
    /// </summary>
    public string Address { get; init; } = string.Empty;

    /// <summary>The method: <c>GET</c>, <c>HEAD</c> or <c>OPTIONS</c>, which change nothing. Default <c>GET</c>.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>What is put behind an API's path, beginning with a slash, such as <c>/health</c>. Default none.</summary>
    public string PathSuffix { get; init; } = string.Empty;

    /// <summary>How long one answer may take to begin, 100 ms to 1 min. Default 5 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How often a URL that is not routed is tried again, from the retry queue, after <c>ApiBridge:Retry:PendingDelay</c> first and twice as long
    /// each time: 0 to 20. Default 5.
    /// </summary>
    public int Retries { get; init; } = 5;

    /// <summary>Headers that each try carries, name to value; none that shows who asks. Default none.</summary>
    public IDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Path of a PEM file with the certificates that are trusted in place of the system's. Default none.</summary>
    public string CaFile { get; init; } = string.Empty;

    /// <summary>Whether any certificate will do. Default false.</summary>
    public bool InsecureSkipTlsVerify { get; init; }

    /// <summary>The method as HTTP has it.</summary>
    internal HttpMethod Verb => HttpMethod.Parse(Method.ToUpperInvariant());

    /// <summary>The address for a namespace.</summary>
    /// <param name="ns">The API's namespace.</param>
    /// <param name="scheme">The scheme where the setting has none.</param>
    /// <returns>Null where none is set, or for what can be no namespace: with a dot in it, it would choose the host.</returns>
    internal Uri? AddressOf(string ns, string scheme) =>
        Address.Length > 0 && KubernetesName.IsNamespace(ns) ? new(Filled(ns, scheme)) : null;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (Address.Length > 0 && AddressProblem() is { } address)
        {
            yield return $"{Section}:Address {address}";
        }

        if (!Methods.Contains(Method, StringComparer.OrdinalIgnoreCase))
        {
            yield return $"{Section}:Method is '{Excerpt.Of(Method)}': use GET, HEAD or OPTIONS, which change nothing";
        }

        if (PathSuffix.Length > 0 && PathRules.Fix(PathSuffix, reservedPaths: []) is { } fix)
        {
            yield return $"{Section}:PathSuffix is '{Excerpt.Of(PathSuffix)}': {fix}";
        }

        if (Timeout < ShortestTimeout || Timeout > LongestTimeout)
        {
            yield return $"{Section}:Timeout is {Timeout}: use 00:00:00.1 to {LongestTimeout}";
        }

        if (Retries is < 0 or > MostRetries)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{Section}:Retries is {Retries}: use 0 to {MostRetries}");
        }

        if (CaFile.Length > 0 && GatewayConnectionOptions.Flaw(() => GatewayTls.Certificates(CaFile).Count > 0) is { } noAuthority)
        {
            yield return $"{Section}:CaFile is '{CaFile}', which {noAuthority}: give the path of a PEM file with certificates";
        }

        if (InsecureSkipTlsVerify && CaFile.Length > 0)
        {
            yield return $"{Section}:InsecureSkipTlsVerify is true, which makes {Section}:CaFile void: set one of them";
        }

        foreach (var (name, value) in Headers)
        {
            if (HeaderFlaw(name, value) is { } flaw)
            {
                yield return $"{Section}:Headers:{Excerpt.Of(name)} {flaw}";
            }
        }
    }

    // A value may be a secret, so it is not repeated.
    private static string? HeaderFlaw(string name, string value) =>
        SignsOfCredentials.Any(sign => name.Contains(sign, StringComparison.OrdinalIgnoreCase))
            ? "would show who asks, and a URL is tried without credentials: leave it out; an answer of 401 or 403 counts as routed"
        : OfTheConnection.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? $"is the client's own to set: leave it out; the host is that of the API's URL, and {Section}:Address says where it is asked"
        : GatewayConnectionOptions.HeaderFlaw(name, value);

    private string? AddressProblem()
    {
        const string Fix = "give host and port of the gateway, like apig-gateway.{namespace}:8000, without a path";
        var shown = Address.Contains('@', StringComparison.Ordinal) ? "is no address" : $"is '{Excerpt.Of(Address)}'";
        if (!Uri.TryCreate(Filled("ns", Uri.UriSchemeHttp), UriKind.Absolute, out var url))
        {
            return $"{shown}: {Fix}";
        }

        if (url.UserInfo.Length > 0)
        {
            return "has a user or a password in it, and a URL is tried without credentials: leave them out"; // They are not repeated here.
        }

        var isAddress = (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            && url.Host.Length > 0
            && url.Port > 0
            && url.PathAndQuery == "/"
            && url.Fragment.Length == 0
            && !Filled("ns", Uri.UriSchemeHttp).AsSpan().ContainsAny("{}\\ ");
        return isAddress ? null : $"{shown}: {Fix}";
    }

    private string Filled(string ns, string scheme)
    {
        var filled = Address.Replace(NamespacePlaceholder, ns, StringComparison.Ordinal);
        return filled.Contains("://", StringComparison.Ordinal) ? filled : $"{scheme}://{filled}";
    }
}
