using ApiBridge.Domain.Configuration;

namespace ApiBridge.Reconciliation.Gateway;

/// <summary>The API gateway: where it is called, what its answers mean, and under which address its APIs are reached.</summary>
public sealed record GatewayOptions : ICheckedOptions
{
    private const string NamespacePlaceholder = "{namespace}";

    /// <inheritdoc/>
    public static string Section => "ApiBridge:Gateway";

    /// <summary>
    /// The gateway's management endpoint: host and port, with or without a scheme; <c>{namespace}</c> stands for the API's namespace.
    /// Default <c>apig-operator-uportal.{namespace}:8080</c>.
    /// </summary>
    public string Endpoint { get; init; } = "apig-operator-uportal.{namespace}:8080";

    /// <summary>The Ingress in the API's namespace whose load balancer is the APIs' address. Default <c>apig-operator-uportal</c>.</summary>
    public string IngressName { get; init; } = "apig-operator-uportal";

    /// <summary>The <c>res_code</c> that means success. Default <c>0000</c>.</summary>
    public string SuccessCode { get; init; } = "0000";

    /// <summary>
    /// The <c>res_code</c>s, comma-separated, by which the gateway refuses to remove what it does not have; such a removal counts as
    /// done. Default none: any refusal to remove what may be gone already counts so.
    /// </summary>
    public string NotRegisteredCodes { get; init; } = string.Empty;

    /// <summary>The scheme of the APIs' URLs, <c>http</c> or <c>https</c>. Default <c>http</c>.</summary>
    public string PublicScheme { get; init; } = Uri.UriSchemeHttp;

    /// <summary>A host for the APIs' URLs that overrides the Ingress's address. Default none.</summary>
    public string PublicHost { get; init; } = string.Empty;

    /// <summary>The port of the APIs' URLs; 0, the default, stands for the scheme's own.</summary>
    public int PublicPort { get; init; }

    /// <summary>How long one attempt at a call may take. Default 10 s.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a failed call is tried again at once, before its message goes to the retry queue. Default 2.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>The pause before the first such retry; it doubles, with jitter. Default 0.5 s.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// How long calls to a gateway host that keeps failing are held back, until one of them is let through; twice as long each time that
    /// this one fails too, up to 4 min. Default 15 s.
    /// </summary>
    public TimeSpan BreakDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>In which order a changed registration replaces the old one. Default <see cref="PathChangeOrder.RemoveThenCreate"/>.</summary>
    public PathChangeOrder PathChange { get; init; }

    /// <summary>Whether the gateway keeps one registration for each path; else it keeps one for each name.</summary>
    public bool IsKeyedByPath => PathChange is PathChangeOrder.CreateThenRemove;

    /// <summary>Whether each namespace has a gateway of its own, so that names and paths clash within a namespace only.</summary>
    public bool IsPerNamespace => Endpoint.Contains(NamespacePlaceholder, StringComparison.Ordinal);

    /// <summary>The management endpoint for a namespace.</summary>
    /// <param name="ns">The API's namespace.</param>
    /// <returns>An absolute URL that ends in a slash.</returns>
    public Uri EndpointOf(string ns)
    {
        var endpoint = Endpoint.Replace(NamespacePlaceholder, ns, StringComparison.Ordinal).TrimEnd('/');
        return new(WithScheme(endpoint) + "/");
    }

    /// <summary>Whether a removal that is refused with this <c>res_code</c> has nothing left to remove.</summary>
    /// <param name="code">The gateway's <c>res_code</c>.</param>
    /// <returns>Whether it is one of <see cref="NotRegisteredCodes"/>.</returns>
    public bool MeansNotRegistered(string code) => CodesNotRegistered().Contains(code, StringComparer.Ordinal);

    /// <summary>Whether the gateway has a word for it when there is nothing to remove, so that any other refusal is one.</summary>
    public bool TellsNotRegistered => CodesNotRegistered().Length > 0;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (!Uri.TryCreate(WithScheme(Endpoint.Replace(NamespacePlaceholder, "ns", StringComparison.Ordinal)), UriKind.Absolute, out var url)
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            yield return $"{Section}:Endpoint is '{Endpoint}': give host and port, like apig-operator-uportal.{{namespace}}:8080";
        }
        else if (url.UserInfo.Length > 0)
        {
            // It is not repeated here.
            yield return $"{Section}:Endpoint has a user or a password in it, which no call would carry: use {Section}:BearerTokenFile or {Section}:Headers:Authorization";
        }

        if (CodesNotRegistered().Any(code => code.Any(char.IsWhiteSpace)))
        {
            yield return $"{Section}:NotRegisteredCodes is '{NotRegisteredCodes}': give res_codes, separated by commas";
        }

        if (!Enum.IsDefined(PathChange))
        {
            yield return $"{Section}:PathChange is {PathChange}: use {string.Join(" or ", Enum.GetNames<PathChangeOrder>())}";
        }

        if (PublicScheme is not ("http" or "https"))
        {
            yield return $"{Section}:PublicScheme is '{PublicScheme}': use http or https";
        }

        if (PublicHost.Length == 0 && IngressName.Length == 0)
        {
            yield return $"{Section}:IngressName is empty: name the gateway's Ingress, or set {Section}:PublicHost";
        }

        if (PublicHost.Length > 0 && Uri.CheckHostName(PublicHost) == UriHostNameType.Unknown)
        {
            yield return $"{Section}:PublicHost is '{PublicHost}': give a host name or an IP address, without scheme, port or path";
        }

        if (PublicPort is < 0 or > 65535)
        {
            yield return $"{Section}:PublicPort is {PublicPort}: use 1 to 65535, or 0 for the scheme's own";
        }

        if (AttemptTimeout < TimeSpan.FromMilliseconds(100) || AttemptTimeout > TimeSpan.FromMinutes(2))
        {
            yield return $"{Section}:AttemptTimeout is {AttemptTimeout}: use 00:00:00.1 to 00:02:00";
        }

        if (Retries is < 0 or > 10)
        {
            yield return $"{Section}:Retries is {Retries}: use 0 to 10";
        }

        if (RetryDelay <= TimeSpan.Zero || RetryDelay > TimeSpan.FromSeconds(30))
        {
            yield return $"{Section}:RetryDelay is {RetryDelay}: use more than 0 and up to 00:00:30";
        }

        if (BreakDuration < TimeSpan.FromSeconds(0.5) || BreakDuration > TimeSpan.FromMinutes(5))
        {
            yield return $"{Section}:BreakDuration is {BreakDuration}: use 00:00:00.5 to 00:05:00";
        }
    }

    private string[] CodesNotRegistered() =>
        NotRegisteredCodes.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string WithScheme(string endpoint) =>
        endpoint.Contains("://", StringComparison.Ordinal) ? endpoint : $"http://{endpoint}";
}
