using System.Globalization;
using ApiBridge.Shared.Configuration;

namespace ApiBridge.EventBridge.Configuration;

/// <summary>
/// Where the bridge's endpoints are served, by the settings of ASP.NET Core, which tells a wrong one only as it starts, by a stack trace,
/// or takes another address in its place.
/// </summary>
internal sealed record AddressOptions : ICheckedOptions
{
    private const string UrlsSetting = "urls";
    private const string HttpPortsSetting = "http_ports";
    private const string HttpsPortsSetting = "https_ports";
    private const string UrlsFix = "Give an address in urls (ASPNETCORE_URLS), such as http://0.0.0.0:8080.";
    private const string NoTls = "the bridge has no certificate";

    public static string Section => "";

    /// <summary>Addresses, with semicolons between them: setting <c>urls</c>, variable <c>ASPNETCORE_URLS</c>. Default none: the ports.</summary>
    public string Urls { get; set; } = "";

    /// <summary>Ports on all addresses, with semicolons between them: <c>ASPNETCORE_HTTP_PORTS</c>. Default none: http://localhost:5000.</summary>
    public string HttpPorts { get; set; } = "";

    /// <summary>Ports for TLS, which the bridge does not have: <c>ASPNETCORE_HTTPS_PORTS</c>. Default none.</summary>
    public string HttpsPorts { get; set; } = "";

    public void Read(IConfiguration settings)
    {
        (Urls, HttpPorts, HttpsPorts) = (settings[UrlsSetting] ?? "", settings[HttpPortsSetting] ?? "", settings[HttpsPortsSetting] ?? "");
    }

    public IEnumerable<string> Problems()
    {
        if (Urls.Length > 0)
        {
            // They stand above the ports.
            return Items(Urls).Select(Problem).OfType<string>();
        }

        var wrong = Items(HttpPorts).Where(port => !IsPort(port)).Select(port => $"{HttpPortsSetting}: '{port}' is no port. Give ports from 1 to 65535 in {HttpPortsSetting} (ASPNETCORE_HTTP_PORTS), such as 8080.");
        return HttpsPorts.Length > 0
            ? wrong.Append($"{HttpsPortsSetting} is '{HttpsPorts}', and {NoTls}. Set {HttpPortsSetting} (ASPNETCORE_HTTP_PORTS) in its place.")
            : wrong;
    }

    private static string[] Items(string list) => list.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string? Problem(string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            return $"{UrlsSetting}: '{url}' is no address. {UrlsFix}";
        }

        return address switch
        {
            { Scheme: "https" } => $"{UrlsSetting}: '{url}' is for https, and {NoTls}. {UrlsFix}",
            { Scheme: not "http" } or { IsUnixPipe: false, IsNamedPipe: false, Port: < 0 or > 65535 } => $"{UrlsSetting}: '{url}' is no address. {UrlsFix}",
            { PathBase.Length: > 0 } => $"{UrlsSetting}: '{url}' has a path. {UrlsFix}",
            _ => null,
        };
    }

    private static bool IsPort(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535;
}
