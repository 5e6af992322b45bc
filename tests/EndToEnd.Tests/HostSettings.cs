namespace ApiBridge.EndToEnd.Tests;

/// <summary>What the Functions host is told over host.json, by the environment variables that it takes.</summary>
internal static class HostSettings
{
    private const string Queues = "AzureFunctionsJobHost:extensions:queues:";

    /// <summary>It looks at its queues often, and gives up early.</summary>
    public static IReadOnlyDictionary<string, string?> Quick { get; } = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        [Queues + "maxPollingInterval"] = "00:00:00.500",
        [Queues + "visibilityTimeout"] = "00:00:01",
        [Queues + "maxDequeueCount"] = "3",
    };
}
