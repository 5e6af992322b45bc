using ApiBridge.EventBridge.Configuration;
using Azure;
using Azure.Identity;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Queueing;

/// <summary>The Storage queue that the workers listen to.</summary>
internal sealed class EventQueue
{
    // A message that waits out a long outage of the workers must not vanish after the default of seven days.
    private static readonly TimeSpan NeverExpires = TimeSpan.FromSeconds(-1);
    private readonly StorageQueues _queues;
    private readonly QueueClient _client;

    public EventQueue(StorageQueues queues, IOptions<QueueOptions> options) =>
        (_queues, _client) = (queues, queues.Of(options.Value.Name));

    /// <summary>The queue's name.</summary>
    public string Name => _client.Name;

    /// <summary>Sends a message; it is acknowledged when this returns. A queue that somebody deleted is made again.</summary>
    /// <exception cref="RequestFailedException">The queue service refused, or could not be reached.</exception>
    /// <exception cref="AuthenticationFailedException">No token for the queue service could be had.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var body = new BinaryData(message);
        try
        {
            await _client.SendMessageAsync(body, visibilityTimeout: null, NeverExpires, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await _queues.EnsureAsync(Name, cancellationToken);
            await _client.SendMessageAsync(body, visibilityTimeout: null, NeverExpires, cancellationToken);
        }
    }
}
