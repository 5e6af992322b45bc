using ApiBridge.Shared.Configuration;
using Microsoft.Extensions.Configuration;

namespace ApiBridge.Shared.Storage;

/// <summary>The Storage queues. The Functions host reads the same settings for its triggers, so they stand at the configuration's root.</summary>
public sealed record QueueNames : ICheckedOptions
{
    private const string EventsSetting = "ApiEventsQueue";
    private const string RetrySetting = "ApiRetryQueue";
    private const string DeadLetterSetting = "ApiDeadLetterQueue";

    /// <inheritdoc/>
    public static string Section => "";

    /// <summary>The live queue, which the bridge sends to: setting <c>ApiEventsQueue</c>. Default <c>api-events</c>.</summary>
    public string EventsQueue { get; set; } = "api-events";

    /// <summary>The queue of delayed retries: setting <c>ApiRetryQueue</c>. Default <c>api-events-retry</c>.</summary>
    public string RetryQueue { get; set; } = "api-events-retry";

    /// <summary>
    /// Where messages that failed for good are kept until somebody redrives or drops them: setting <c>ApiDeadLetterQueue</c>. Default
    /// <c>api-events-deadletter</c>.
    /// </summary>
    public string DeadLetterQueue { get; set; } = "api-events-deadletter";

    /// <summary>Every queue that a message passes through.</summary>
    /// <returns>The queues' names.</returns>
    public IEnumerable<string> All() => [EventsQueue, RetryQueue, .. PoisonQueues(), DeadLetterQueue];

    /// <summary>Where the Functions host puts the messages of the other queues that failed too often.</summary>
    /// <returns>The queues' names.</returns>
    public IEnumerable<string> PoisonQueues() => [QueueName.PoisonOf(EventsQueue), QueueName.PoisonOf(RetryQueue)];

    /// <summary>Takes the names' settings; one that is not set keeps its default.</summary>
    /// <param name="settings">All settings.</param>
    public void Read(IConfiguration settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        EventsQueue = settings[EventsSetting] is { Length: > 0 } events ? events : EventsQueue;
        RetryQueue = settings[RetrySetting] is { Length: > 0 } retries ? retries : RetryQueue;
        DeadLetterQueue = settings[DeadLetterSetting] is { Length: > 0 } deadLetters ? deadLetters : DeadLetterQueue;
    }

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (setting, name) in new[] { (EventsSetting, EventsQueue), (RetrySetting, RetryQueue), (DeadLetterSetting, DeadLetterQueue) })
        {
            // Either would send a message round in circles.
            if (!taken.Add(name))
            {
                yield return $"{setting} is '{name}', which another setting names too: give each queue its own name";
            }

            if (QueueName.IsPoison(name))
            {
                yield return $"{setting} is '{name}', where the Functions host puts what failed: give another name";
            }

            if (!QueueName.IsValid(name))
            {
                yield return $"{setting} is '{name}': use 3 to 63 lower-case letters, digits and single dashes, as Azure Storage asks of a queue's name";
            }
            else if (setting != DeadLetterSetting && !QueueName.IsValid(QueueName.PoisonOf(name)))
            {
                // The host then has nowhere to put what failed, and tries it for ever.
                yield return $"{setting} is '{name}', and {QueueName.PoisonOf(name)} is too long for a queue's name: use 56 characters at most";
            }
        }
    }
}
