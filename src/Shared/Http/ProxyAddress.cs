using System.Net;

namespace ApiBridge.Shared.Http;

/// <summary>A proxy, as a URL names it.</summary>
/// <param name="Url">Its URL, without who asks.</param>
/// <param name="Credential">Who asks; null for nobody.</param>
internal sealed record ProxyAddress(Uri Url, NetworkCredential? Credential)
{
    private const string AnyName = "socks5h";

    /// <summary>Reads one; without a scheme it is an HTTP proxy.</summary>
    /// <returns>Null when it is no proxy's address.</returns>
    public static ProxyAddress? TryParse(string text)
    {
        var address = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Host.Length == 0 || url.Scheme is not ("http" or "https" or "socks5" or AnyName))
        {
            return null;
        }

        var credential = url.UserInfo.Split(':', 2) is [{ Length: > 0 } name, .. var rest]
            ? new NetworkCredential(Uri.UnescapeDataString(name), rest.Length > 0 ? Uri.UnescapeDataString(rest[0]) : string.Empty)
            : null;

        // .NET has names looked up by the proxy in either case.
        var scheme = url.Scheme == AnyName ? "socks5" : url.Scheme;
        return new(new UriBuilder(scheme, url.Host, url.Port >= 0 ? url.Port : 1080).Uri, credential);
    }
}
