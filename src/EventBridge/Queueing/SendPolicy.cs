using Azure.Core;
using Azure.Storage.Queues;

namespace ApiBridge.EventBridge.Queueing;

/// <summary>How the bridge's client of the storage account goes about a call: it gives up soon, for what fails stays in the outbox.</summary>
internal static class SendPolicy
{
    private static readonly TimeSpan NetworkTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    public static void Apply(QueueClientOptions client)
    {
        (client.Retry.MaxRetries, client.Retry.Mode) = (1, RetryMode.Fixed);
        (client.Retry.Delay, client.Retry.NetworkTimeout) = (RetryDelay, NetworkTimeout);

        // The bridge logs, counts and traces its sends itself.
        (client.Diagnostics.IsLoggingEnabled, client.Diagnostics.IsDistributedTracingEnabled) = (false, false);
    }
}
