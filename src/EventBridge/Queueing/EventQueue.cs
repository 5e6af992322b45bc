using ApiBridge.EventBridge.Configuration;
using Azure;
using Azure.Core;
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
    private static readonly TimeSpan NetworkTimeout = TimeSpan.FromSeconds(10);
    private readonly QueueClient _client;

    public EventQueue(IOptions<QueueOptions> options) => _client = Client(options.Value);

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
            await EnsureAsync(cancellationToken);
            await _client.SendMessageAsync(body, visibilityTimeout: null, NeverExpires, cancellationToken);
        }
    }

    /// <summary>Makes the queue unless it is there.</summary>
    public Task EnsureAsync(CancellationToken cancellationToken) => _client.CreateIfNotExistsAsync(metadata: null, cancellationToken);

    private static QueueClient Client(QueueOptions options)
    {
        // The oldest version with all that is used here: Azurite refuses versions that are newer than itself.
        var client = new QueueClientOptions(QueueClientOptions.ServiceVersion.V2025_05_05)
        {
            MessageEncoding = QueueMessageEncoding.Base64,
            Retry = { MaxRetries = 1, Delay = TimeSpan.FromMilliseconds(200), Mode = RetryMode.Fixed, NetworkTimeout = NetworkTimeout },
        };
        if (options.ConnectionString.Length > 0)
        {
            return new(options.ConnectionString, options.Name, client);
        }

        var service = options.ServiceUri.Length > 0 ? options.ServiceUri : $"https://{options.AccountName}.queue.core.windows.net";
        var clientId = options.ClientId.Length > 0 ? options.ClientId : null;
        return new(new Uri($"{service.TrimEnd('/')}/{options.Name}"), Credential(clientId), client);
    }

    // The default chain, with the identities that a pod can have and a developer's own.
    private static DefaultAzureCredential Credential(string? clientId) => new(new DefaultAzureCredentialOptions
    {
        ManagedIdentityClientId = clientId,
        WorkloadIdentityClientId = clientId,
    });
}
