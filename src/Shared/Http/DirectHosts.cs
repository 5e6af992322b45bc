using System.Globalization;
using System.Net;

namespace ApiBridge.Shared.Http;

/// <summary>
/// Which hosts are reached without a proxy: this machine itself, and those of NO_PROXY. An item there is <c>*</c>, an address, a network
/// such as <c>10.0.0.0/8</c>, a name with all below it, or with a dot before it only what is below it; with a port, only that.
/// </summary>
internal sealed class DirectHosts
{
    private readonly List<Func<string, IPAddress?, int, bool>> _rules = [];

    /// <param name="list">The items, separated by commas.</param>
    public DirectHosts(string list)
    {
        foreach (var item in list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Rule(item.ToLowerInvariant()) is { } rule)
            {
                _rules.Add(rule);
            }
        }
    }

    /// <summary>Whether a URL's host is one of them.</summary>
    public bool Includes(Uri url)
    {
        var host = url.IdnHost.ToLowerInvariant();
        var address = IPAddress.TryParse(host, out var parsed) ? Plain(parsed) : null;
        return host == "localhost" || (address is not null && IPAddress.IsLoopback(address)) || _rules.Exists(rule => rule(host, address, url.Port));
    }

    private static Func<string, IPAddress?, int, bool>? Rule(string item)
    {
        if (item == "*")
        {
            return static (_, _, _) => true;
        }

        if (item.Contains('/', StringComparison.Ordinal) && IPNetwork.TryParse(item, out var network))
        {
            return (_, address, _) => address is not null && network.Contains(address);
        }

        var (name, port) = Split(item);
        if (IPAddress.TryParse(name, out var own))
        {
            own = Plain(own);
            return (_, address, at) => own.Equals(address) && Fits(at);
        }

        name = name.StartsWith("*.", StringComparison.Ordinal) ? name[1..] : name;
        return name.Length == 0 ? null
            : name[0] == '.' ? (host, _, at) => host.EndsWith(name, StringComparison.Ordinal) && Fits(at)
            : (host, _, at) => (host == name || host.EndsWith($".{name}", StringComparison.Ordinal)) && Fits(at);

        bool Fits(int at) => port is null || port == at;
    }

    private static (string Name, int? Port) Split(string item)
    {
        var colon = item.LastIndexOf(':');
        var name = colon >= 0 ? item[..colon] : item;
        return colon >= 0 && (name.EndsWith(']') || !name.Contains(':', StringComparison.Ordinal))
            ? (name.Trim('[', ']'), int.TryParse(item.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : -1)
            : (item.Trim('[', ']'), null);
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
