using ApiBridge.LocalStack.Azurite;
using Azure.Core;
using Azure.Storage.Queues;

namespace ApiBridge.LocalStack.QueueTriggers;

/// <summary>
/// Runs functions on queue messages in this process, by the rules of the Azure Functions host's storage queue
/// trigger, so that the local run needs no Functions tools. Leases, retries, poison queues and polling follow the
/// public source of Microsoft.Azure.WebJobs.Extensions.Storage.Queues. One thing is kinder: an unreachable queue
/// service is waited for, where the real host may restart itself.
/// </summary>
public sealed class QueueTriggerHost : BackgroundService
{
    private readonly IReadOnlyList<QueueListener> _listeners;

    /// <param name="connectionString">The storage account's connection string.</param>
    /// <param name="options">The settings, usually <see cref="HostJson.Read"/>.</param>
    /// <param name="triggers">The functions; at most one for each queue.</param>
    /// <param name="timeProvider">The clock of polling, renewal and draining.</param>
    /// <param name="logger">Where outcomes are told.</param>
    public QueueTriggerHost(
        string connectionString,
        QueueTriggerOptions options,
        IEnumerable<QueueTrigger> triggers,
        TimeProvider timeProvider,
        ILogger<QueueTriggerHost> logger)
    {
        var service = new QueueServiceClient(connectionString, ClientOptions());
        var counters = new Dictionary<string, QueueTriggerCounters>(StringComparer.Ordinal);
        var listeners = new List<QueueListener>();
        foreach (var trigger in triggers)
        {
            var queue = service.GetQueueClient(trigger.Queue);
            var poison = PoisonQueue.Of(service, trigger.Queue);
            var ofQueue = new QueueTriggerCounters();
            counters.Add(trigger.Queue, ofQueue);
            var invocation = new QueueInvocation(trigger, queue, poison, options, ofQueue, timeProvider, logger);
            listeners.Add(new QueueListener(queue, invocation, options, ofQueue, timeProvider, logger));
        }

        Counters = counters;
        _listeners = listeners;
    }

    /// <summary>What became of the messages, by queue.</summary>
    public IReadOnlyDictionary<string, QueueTriggerCounters> Counters { get; }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_listeners.Select(listener => Task.Run(() => listener.RunAsync(stoppingToken), CancellationToken.None)));

    // Texts are decoded here, not by the client: a text that is not base64 must reach the poison queue unchanged.
    private static QueueClientOptions ClientOptions() => new(AzuriteProcess.NewestApiVersion)
    {
        MessageEncoding = QueueMessageEncoding.None,
        Retry = { Mode = RetryMode.Exponential, MaxRetries = 2, NetworkTimeout = TimeSpan.FromSeconds(15) },
    };
}
