using Azure.Storage.Queues;

namespace ApiBridge.FunctionsHost.Settings;

/// <summary>
/// The settings of <c>extensions.queues</c> in an Azure Functions host.json, with the host's defaults
/// (https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue#hostjson-settings),
/// and what the host itself fixes.
/// </summary>
public sealed record QueueTriggerOptions
{
    /// <summary>The most messages one fetch can ask a storage queue for.</summary>
    public const int LargestBatch = 32;

    /// <summary>The shortest wait between two looks at an empty queue.</summary>
    public static readonly TimeSpan ShortestPollingInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest time a storage queue hides a message.</summary>
    public static readonly TimeSpan LongestVisibilityTimeout = TimeSpan.FromDays(7);

    /// <summary>Messages fetched at once, 1 to 32. Default 16.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>
    /// Messages in work at or below which the next batch is fetched. Default, as in the host: half the batch size
    /// times the number of processors. So at most <see cref="BatchSize"/> plus this many run at once.
    /// </summary>
    public int NewBatchThreshold
    {
        get => field < 0 ? BatchSize / 2 * Environment.ProcessorCount : field;
        init;
    } = -1;

    /// <summary>The longest wait between two looks at an empty queue, 100 ms or more. Default 1 min.</summary>
    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a message stays hidden after its function failed, 0 to 7 days. Default 0.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>How often a message is tried before it goes to the poison queue, 1 or more. Default 5.</summary>
    public int MaxDequeueCount { get; init; } = 5;

    /// <summary>How a message's text becomes bytes. Default base64.</summary>
    public QueueMessageEncoding MessageEncoding { get; init; } = QueueMessageEncoding.Base64;
}
