namespace ApiBridge.TestServers;

/// <summary>What a stack is told so that a test waits for seconds and not for minutes.</summary>
public static class QuickSettings
{
    private const string Queues = "AzureFunctionsJobHost:extensions:queues:";

    /// <summary>The Functions host, over host.json, by the environment variables that it takes: it looks at its queues often, and gives up early.</summary>
    public static IReadOnlyDictionary<string, string?> Host { get; } = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        [Queues + "maxPollingInterval"] = "00:00:00.500",
        [Queues + "visibilityTimeout"] = "00:00:01",
        [Queues + "maxDequeueCount"] = "3",
    };

    /// <summary>Bridge and worker: a gateway that fails is left alone and tried again for seconds alone.</summary>
    public static IReadOnlyDictionary<string, string?> Programs { get; } = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["ApiBridge:Gateway:AttemptTimeout"] = "00:00:02",
        ["ApiBridge:Gateway:Retries"] = "0",
        ["ApiBridge:Gateway:BreakDuration"] = "00:00:01",
        ["ApiBridge:Retry:FirstDelay"] = "00:00:01",
        ["ApiBridge:Retry:MaxDelay"] = "00:00:02",
        ["ApiBridge:Resync:Period"] = "00:00:02",
    };
}
