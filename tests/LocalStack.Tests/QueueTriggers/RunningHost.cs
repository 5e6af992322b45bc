using System.Collections.Concurrent;
using System.Text;
using ApiBridge.LocalStack.QueueTriggers;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace ApiBridge.LocalStack.Tests.QueueTriggers;

/// <summary>A started host with one trigger, and its queues as the wire has them.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private RunningHost(QueueTriggerHost host, CapturingLogger<QueueTriggerHost> log, QueueClient queue, QueueClient poison, ConcurrentQueue<QueueMessage> seen)
    {
        Host = host;
        Log = log;
        Queue = queue;
        Poison = poison;
        Seen = seen;
    }

    public QueueTriggerHost Host { get; }

    public CapturingLogger<QueueTriggerHost> Log { get; }

    public QueueClient Queue { get; }

    public QueueClient Poison { get; }

    /// <summary>Every message the function was called with, in that order.</summary>
    public ConcurrentQueue<QueueMessage> Seen { get; }

    public QueueTriggerCounters Counters => Host.Counters[Queue.Name];

    /// <summary>Makes the queue, with the messages given, and starts a host on it.</summary>
    public static async Task<RunningHost> StartAsync(
        string connectionString,
        QueueTriggerOptions options,
        Func<QueueMessage, CancellationToken, Task> function,
        TimeProvider? timeProvider = null,
        string? queueName = null,
        params string[] texts)
    {
        var token = TestContext.Current.CancellationToken;
        queueName ??= AzuriteFixture.NewQueueName();
        var queue = new QueueClient(connectionString, queueName, AzuriteFixture.ClientOptions());
        var poison = new QueueClient(connectionString, queueName + "-poison", AzuriteFixture.ClientOptions());
        await queue.CreateIfNotExistsAsync(cancellationToken: token);
        foreach (var text in texts)
        {
            await queue.SendMessageAsync(text, token);
        }

        return await StartOnAsync(connectionString, options, function, timeProvider, queue, poison);
    }

    /// <summary>Starts a host on a queue as it is, or is not.</summary>
    public static async Task<RunningHost> StartOnAsync(
        string connectionString,
        QueueTriggerOptions options,
        Func<QueueMessage, CancellationToken, Task> function,
        TimeProvider? timeProvider,
        QueueClient queue,
        QueueClient poison)
    {
        var seen = new ConcurrentQueue<QueueMessage>();
        var log = new CapturingLogger<QueueTriggerHost>();
        var trigger = new QueueTrigger(queue.Name, (message, functionToken) =>
        {
            seen.Enqueue(message);
            return function(message, functionToken);
        });
        var host = new QueueTriggerHost(connectionString, options, [trigger], timeProvider ?? TimeProvider.System, log);
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new RunningHost(host, log, queue, poison, seen);
    }

    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    public static async Task<int> LengthAsync(QueueClient queue) =>
        (await queue.GetPropertiesAsync(TestContext.Current.CancellationToken)).Value.ApproximateMessagesCount;

    public async ValueTask DisposeAsync()
    {
        await Host.StopAsync(CancellationToken.None);
        Host.Dispose();
    }
}
