using ApiBridge.EventBridge.Configuration;
using Azure.Core;
using Azure.Identity;
using Azure.Storage.Queues;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Queueing;

/// <summary>The storage account's queues, by connection string or with an identity.</summary>
internal sealed class StorageQueues
{
    private static readonly TimeSpan NetworkTimeout = TimeSpan.FromSeconds(10);
    private readonly QueueServiceClient _service;

    public StorageQueues(IOptions<QueueOptions> options) => _service = Client(options.Value);

    /// <summary>A queue by its name, whether or not it exists.</summary>
    public QueueClient Of(string name) => _service.GetQueueClient(name);

    /// <summary>Makes a queue unless it is there.</summary>
    public Task EnsureAsync(string name, CancellationToken cancellationToken) => Of(name).CreateIfNotExistsAsync(metadata: null, cancellationToken);

    private static QueueServiceClient Client(QueueOptions options)
    {
        // The oldest version with all that is used here: Azurite refuses versions that are newer than itself.
        var client = new QueueClientOptions(QueueClientOptions.ServiceVersion.V2025_05_05)
        {
            MessageEncoding = QueueMessageEncoding.Base64,

            // The bridge logs, counts and traces its sends itself.
            Diagnostics = { IsLoggingEnabled = false, IsDistributedTracingEnabled = false },
            Retry = { MaxRetries = 1, Delay = TimeSpan.FromMilliseconds(200), Mode = RetryMode.Fixed, NetworkTimeout = NetworkTimeout },
        };
        if (options.ConnectionString.Length > 0)
        {
            return new(options.ConnectionString, client);
        }

        var service = options.ServiceUri.Length > 0 ? options.ServiceUri : $"https://{options.AccountName}.queue.core.windows.net";
        var clientId = options.ClientId.Length > 0 ? options.ClientId : null;
        return new(new Uri(service), Credential(clientId), client);
    }

    // The default chain, with the identities that a pod can have and a developer's own.
    private static DefaultAzureCredential Credential(string? clientId) => new(new DefaultAzureCredentialOptions
    {
        ManagedIdentityClientId = clientId,
        WorkloadIdentityClientId = clientId,
    });
}
