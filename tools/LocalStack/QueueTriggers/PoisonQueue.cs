using Azure;
using Azure.Storage.Queues;

namespace ApiBridge.LocalStack.QueueTriggers;

/// <summary>Where messages go that failed too often or can't be read: <c>&lt;queue&gt;-poison</c>, made when first needed.</summary>
internal sealed class PoisonQueue
{
    public const string Suffix = "-poison";

    private const int LongestQueueName = 63;

    private readonly QueueClient _client;

    private PoisonQueue(QueueClient client) => _client = client;

    public string Name => _client.Name;

    /// <summary>The poison queue of a queue.</summary>
    /// <returns>Null for a queue that is a poison queue itself, or whose name leaves no room for the suffix.</returns>
    public static PoisonQueue? Of(QueueServiceClient service, string queue) =>
        queue.EndsWith(Suffix, StringComparison.Ordinal) || queue.Length + Suffix.Length > LongestQueueName
            ? null
            : new PoisonQueue(service.GetQueueClient(queue + Suffix));

    /// <summary>Adds a message text, unchanged, that never expires.</summary>
    public async Task AddAsync(string text, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(text, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == "QueueNotFound")
        {
            await _client.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await SendAsync(text, cancellationToken);
        }
    }

    private async Task SendAsync(string text, CancellationToken cancellationToken) =>
        await _client.SendMessageAsync(text, timeToLive: TimeSpan.FromSeconds(-1), cancellationToken: cancellationToken);
}
