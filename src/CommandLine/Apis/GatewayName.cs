using System.Globalization;
using ApiBridge.Domain;

namespace ApiBridge.CommandLine.Apis;

/// <summary>A gateway as somebody names it: by its host, or by host and port.</summary>
internal sealed class GatewayName
{
    private readonly string _given;
    private readonly string _host;
    private readonly int? _port;

    private GatewayName(string given, string host, int? port) => (_given, _host, _port) = (given, host, port);

    /// <summary>Reads one.</summary>
    /// <returns>Null when it can be no gateway's.</returns>
    public static GatewayName? Read(string given) => Part(given) is var (host, port) ? new(given, host, port) : null;

    /// <summary>
    /// Whether an authority, as an API's status has it, is this gateway's: of any port where none is given. An authority leaves out the port that its
    /// scheme implies, which it does not name.
    /// </summary>
    public bool Is(string authority) =>
        Part(authority) is var (host, port)
        && host.Equals(_host, StringComparison.OrdinalIgnoreCase)
        && (_port is null || _port == port || (port is null && _port is 80 or 443));

    /// <inheritdoc/>
    public override string ToString() => Excerpt.Of(_given);

    private static (string Host, int? Port)? Part(string text)
    {
        // An IPv6 address has colons of its own, in brackets.
        var colon = text.LastIndexOf(':') is var last && last > text.LastIndexOf(']') ? last : -1;
        var host = colon < 0 ? text : text[..colon];
        int? port = colon >= 0 && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535 ? number : null;
        return Uri.CheckHostName(host.Trim('[', ']')) is UriHostNameType.Unknown || (colon >= 0 && port is null) ? null : (host, port);
    }
}
