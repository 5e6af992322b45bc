using System.Net;

namespace ApiBridge.Shared.Http;

/// <summary>One proxy for everything.</summary>
/// <param name="address">The proxy.</param>
internal sealed class FixedProxy(ProxyAddress address) : IWebProxy
{
    /// <inheritdoc/>
    public ICredentials? Credentials { get; set; } = address.Credential;

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination) => address.Url;

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => false;
}
