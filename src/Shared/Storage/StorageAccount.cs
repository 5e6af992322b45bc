using Azure.Core;
using Azure.Identity;
using Azure.Storage.Queues;

namespace ApiBridge.Shared.Storage;

/// <summary>Opens the storage account with the queues.</summary>
public static class StorageAccount
{
    // Azurite refuses versions newer than itself, and nothing newer than this is needed.
    private const QueueClientOptions.ServiceVersion Version = QueueClientOptions.ServiceVersion.V2025_05_05;

    /// <summary>
    /// A client of the account. It writes and reads messages in base64, as the Functions host does: the two must agree, or messages are
    /// poisoned without a word.
    /// </summary>
    /// <param name="storage">The account.</param>
    /// <param name="configure">Changes how the client goes about it. Default: nothing.</param>
    /// <returns>The client; nothing was sent yet.</returns>
    public static QueueServiceClient Open(StorageOptions storage, Action<QueueClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(storage);
        var options = new QueueClientOptions(Version) { MessageEncoding = QueueMessageEncoding.Base64 };
        options.AddPolicy(new ResetConnections(), HttpPipelinePosition.PerRetry);
        configure?.Invoke(options);
        options.RetryPolicy = new BoundedRetries(options.Retry);
        return storage.ConnectionString.Length > 0
            ? new(storage.ConnectionString, options)
            : new(storage.ServiceUri, Credential(storage.ClientId.Length > 0 ? storage.ClientId : null), options);
    }

    // The default chain, with the identities that a pod can have and a developer's own.
    private static DefaultAzureCredential Credential(string? clientId) => new(new DefaultAzureCredentialOptions
    {
        ManagedIdentityClientId = clientId,
        WorkloadIdentityClientId = clientId,
    });
}
