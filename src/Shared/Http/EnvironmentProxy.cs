using System.Net;

namespace ApiBridge.Shared.Http;

/// <summary>
/// The proxies of HTTPS_PROXY, HTTP_PROXY and NO_PROXY, as Go and with it kubectl read them: networks and parts of names count in NO_PROXY,
/// and this machine itself is never asked for over a proxy.
/// </summary>
internal sealed class EnvironmentProxy : IWebProxy, ICredentials
{
    private readonly ProxyAddress? _secure;
    private readonly ProxyAddress? _plain;
    private readonly DirectHosts _direct;

    /// <param name="variable">The value of a variable; null when it is not set.</param>
    /// <exception cref="FormatException">A proxy's address can't be used.</exception>
    public EnvironmentProxy(Func<string, string?> variable)
    {
        _secure = Read(variable, "HTTPS_PROXY");
        _plain = Read(variable, "HTTP_PROXY");
        _direct = new(Value(variable, "NO_PROXY"));
    }

    /// <inheritdoc/>
    ICredentials? IWebProxy.Credentials
    {
        get => this;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination) =>
        (destination.Scheme == Uri.UriSchemeHttps ? _secure : _plain) is { } proxy && !_direct.Includes(destination) ? proxy.Url : null;

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => GetProxy(host) is null;

    /// <inheritdoc/>
    NetworkCredential? ICredentials.GetCredential(Uri uri, string authType) =>
        uri == _secure?.Url ? _secure.Credential : uri == _plain?.Url ? _plain.Credential : null;

    private static ProxyAddress? Read(Func<string, string?> variable, string name) => Value(variable, name) is { Length: > 0 } text
        ? ProxyAddress.TryParse(text) ?? throw new FormatException($"{name} is no proxy's address. Give one such as http://host:3128, or leave it out.")
        : null;

    private static string Value(Func<string, string?> variable, string name) =>
        variable(name) is { Length: > 0 } upper ? upper : variable(name.ToLowerInvariant()) ?? string.Empty;
}
