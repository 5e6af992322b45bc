using ApiBridge.Domain;
using ApiBridge.Shared.Gateway;

namespace ApiBridge.TestServers;

/// <summary>Which entries APIs have on the gateways of tests.</summary>
public static class TestEntries
{
    /// <summary>How entries are named on a gateway that serves several namespaces.</summary>
    public const string SharedName = "{namespace}.{name}";

    /// <summary>Those of the settings' defaults: a gateway a namespace, entries named as the APIs.</summary>
    public static GatewayEntries Default { get; } = new GatewayOptions().Entries(string.Empty);

    /// <summary>Those of one gateway for all namespaces.</summary>
    /// <param name="gateway">Its URL.</param>
    /// <param name="name">How entries are named there.</param>
    public static GatewayEntries On(Uri gateway, string name = SharedName)
    {
        ArgumentNullException.ThrowIfNull(gateway);
        return new GatewayOptions { Endpoint = gateway.OriginalString, EntryName = name }.Entries(string.Empty);
    }
}
