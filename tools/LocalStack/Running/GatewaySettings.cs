using System.Globalization;
using ApiBridge.LocalStack.Gateway;
using ApiBridge.Shared.Configuration;

namespace ApiBridge.LocalStack.Running;

/// <summary>The settings by which the bridge and the workers use the gateway simulator.</summary>
internal static class GatewaySettings
{
    private const string Gateway = "ApiBridge:Gateway";
    private const string ReservedPaths = Gateway + ":ReservedPaths";

    // Where one is given, all are the user's: an address of two makers would be nobody's.
    private static readonly string[] Public =
        [Gateway + ":PublicScheme", Gateway + ":PublicHost", Gateway + ":PublicPort", Gateway + ":PublicPathPrefix"];

    /// <summary>The settings.</summary>
    /// <param name="gateway">Where the simulator listens.</param>
    /// <param name="options">What the stack was told.</param>
    public static IEnumerable<KeyValuePair<string, string?>> Of(Uri gateway, StackOptions options)
    {
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        return
        [
            new(Gateway + ":Endpoint", gateway.OriginalString),
            new(Gateway + ":EntryName", "{namespace}.{name}"),
            new(ReservedPaths, string.Join(',', GatewayEndpoints.Paths.Union(SettingList.Items(environment[ReservedPaths] ?? string.Empty), StringComparer.Ordinal))),
            .. options.PublicGateway && Array.TrueForAll(Public, setting => string.IsNullOrEmpty(environment[setting])) ? Address(gateway) : [],
            .. options.Reachability ? Reachability(gateway).Where(setting => string.IsNullOrEmpty(environment[setting.Key])) : [],
        ];
    }

    private static KeyValuePair<string, string?>[] Address(Uri gateway) =>
        [new(Gateway + ":PublicHost", gateway.Host), new(Gateway + ":PublicPort", gateway.Port.ToString(CultureInfo.InvariantCulture))];

    private static KeyValuePair<string, string?>[] Reachability(Uri gateway) =>
        [new("ApiBridge:Reachability:Enabled", "true"), new("ApiBridge:Reachability:Address", gateway.OriginalString)];
}
