using ApiBridge.Domain.Configuration;
using Microsoft.Extensions.Configuration;

namespace ApiBridge.Reconciliation.Retrying;

/// <summary>The Storage queues. The Functions host reads the same settings for its triggers, so they stand at the configuration's root.</summary>
public sealed record QueueOptions : ICheckedOptions
{
    /// <inheritdoc/>
    public static string Section => string.Empty;

    /// <summary>The live queue that the bridge sends to. Default <c>api-events</c>.</summary>
    [ConfigurationKeyName("ApiEventsQueue")]
    public string EventsQueue { get; init; } = "api-events";

    /// <summary>The queue of delayed retries. Default <c>api-events-retry</c>.</summary>
    [ConfigurationKeyName("ApiRetryQueue")]
    public string RetryQueue { get; init; } = "api-events-retry";

    /// <summary>Where messages that failed for good are kept until somebody redrives or drops them. Default <c>api-events-deadletter</c>.</summary>
    [ConfigurationKeyName("ApiDeadLetterQueue")]
    public string DeadLetterQueue { get; init; } = "api-events-deadletter";

    /// <summary>Every queue that a message passes through.</summary>
    /// <returns>The queues' names.</returns>
    public IEnumerable<string> All() => [EventsQueue, RetryQueue, .. PoisonQueues(), DeadLetterQueue];

    /// <summary>Where the Functions host puts the messages of the other queues that failed too often.</summary>
    /// <returns>The queues' names.</returns>
    public IEnumerable<string> PoisonQueues() => [QueueName.PoisonOf(EventsQueue), QueueName.PoisonOf(RetryQueue)];

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (field, name) in new[] { ("ApiEventsQueue", EventsQueue), ("ApiRetryQueue", RetryQueue), ("ApiDeadLetterQueue", DeadLetterQueue) })
        {
            // Either would send a message round in circles.
            if (!taken.Add(name))
            {
                yield return $"{field} is '{name}', which another setting names too: give each queue its own name";
            }

            if (QueueName.IsPoison(name))
            {
                yield return $"{field} is '{name}', where the Functions host puts what failed: give another name";
            }

            if (!QueueName.IsValid(name))
            {
                yield return $"{field} is '{name}': use 3 to 63 lower-case letters, digits and single dashes, as Azure Storage asks of a queue's name";
            }
        }
    }
}
