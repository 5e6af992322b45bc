using ApiBridge.Domain;
using ApiBridge.LocalStack.Azurite;
using Azure.Storage.Queues;

namespace ApiBridge.Benchmarking.Rigging;

/// <summary>The queue that the bridge sends to, as its rival and its reader see it.</summary>
internal sealed class EventMessages
{
    private const int MostAtOnce = 32;
    private static readonly TimeSpan NeverExpires = TimeSpan.FromSeconds(-1);
    private static readonly TimeSpan Hidden = TimeSpan.FromHours(1);
    private static readonly TimeSpan CountInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly QueueClient _queue;
    private readonly TimeProvider _time;

    public EventMessages(string connectionString, string name, TimeProvider time)
    {
        _queue = new(
            connectionString,
            name,
            new QueueClientOptions(AzuriteProcess.NewestApiVersion) { MessageEncoding = QueueMessageEncoding.Base64 });
        _time = time;
    }

    /// <summary>Makes the queue unless it is there.</summary>
    public Task EnsureAsync(CancellationToken cancellationToken) => _queue.CreateIfNotExistsAsync(metadata: null, cancellationToken);

    /// <summary>Sends a message; it is acknowledged when this returns.</summary>
    public Task SendAsync(BinaryData body, CancellationToken cancellationToken) =>
        _queue.SendMessageAsync(body, visibilityTimeout: null, NeverExpires, cancellationToken);

    /// <summary>How many messages the queue holds, hidden ones as well.</summary>
    public async Task<int> CountAsync(CancellationToken cancellationToken) =>
        (await _queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount;

    /// <summary>Waits until the queue holds so many.</summary>
    public async Task UntilAsync(int count, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        while (await CountAsync(cancellationToken) is var found && found < count)
        {
            if (_time.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"Of {count} messages {found} came within {Patience}.");
            }

            await Task.Delay(CountInterval, _time, cancellationToken);
        }
    }

    /// <summary>Takes what is visible now, a call's worth at most. It stays in the queue, hidden.</summary>
    public async Task<IReadOnlyList<BinaryData>> TakeAsync(CancellationToken cancellationToken) =>
        [.. (await _queue.ReceiveMessagesAsync(MostAtOnce, Hidden, cancellationToken)).Value.Select(message => message.Body)];

    /// <summary>Takes all, and leaves the queue empty.</summary>
    public async Task<IReadOnlyList<BinaryData>> DrainAsync(CancellationToken cancellationToken)
    {
        List<BinaryData> bodies = [];
        while (await TakeAsync(cancellationToken) is { Count: > 0 } some)
        {
            bodies.AddRange(some);
        }

        await _queue.ClearMessagesAsync(cancellationToken);
        return bodies;
    }

    /// <summary>The name of the object that a message is about.</summary>
    public static string NameIn(BinaryData body) => ApiEventCodec.Decode(body.ToMemory()).Key.Name;
}
