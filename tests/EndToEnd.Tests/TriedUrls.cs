using ApiBridge.LocalStack.Running;

namespace ApiBridge.EndToEnd.Tests;

/// <summary>A stack whose APIs' URLs lead to the gateway that there is, and are tried and audited.</summary>
internal static class TriedUrls
{
    /// <summary>The shortest that there is.</summary>
    public static readonly TimeSpan AuditPeriod = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait for what the next audit but one has done at the latest.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static StackOptions In(StackOptions options) => options with
    {
        PublicGateway = true,
        Reachability = true,
        Settings = new Dictionary<string, string?>(options.Settings, StringComparer.Ordinal)
        {
            ["ApiBridge:Reachability:AuditPeriod"] = AuditPeriod.ToString("c"),
        },
    };
}
