namespace ApiBridge.Benchmarking.Rigging;

/// <summary>Where the gateway is, and how its entries are named: the same for bridge and worker.</summary>
internal static class GatewaySettings
{
    /// <summary>The settings for one gateway that serves all namespaces.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(Uri gateway) =>
        [new("ApiBridge:Gateway:Endpoint", gateway.Authority), new("ApiBridge:Gateway:EntryName", "{namespace}.{name}")];
}
