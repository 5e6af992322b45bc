using Azure.Core;
using Azure.Identity;
using Azure.Storage.Queues;

namespace ApiBridge.Reconciliation.Retrying;

/// <summary>Opens the storage account with the queues.</summary>
public static class StorageConnection
{
    // Azurite refuses versions newer than itself, and nothing newer than this is needed.
    private const QueueClientOptions.ServiceVersion Version = QueueClientOptions.ServiceVersion.V2025_05_05;

    /// <summary>A client of the account.</summary>
    /// <param name="storage">The account.</param>
    /// <param name="encoding">
    /// How messages are read and written. The Functions host does it in base64; the two must agree, or messages are poisoned without a word.
    /// </param>
    /// <returns>The client; nothing was sent yet.</returns>
    public static QueueServiceClient Open(StorageOptions storage, QueueMessageEncoding encoding = QueueMessageEncoding.Base64)
    {
        ArgumentNullException.ThrowIfNull(storage);
        var options = ClientOptions(encoding);
        if (storage.ConnectionString.Length > 0)
        {
            return new(storage.ConnectionString, options);
        }

        var identity = new DefaultAzureCredentialOptions { ManagedIdentityClientId = storage.ClientId.Length > 0 ? storage.ClientId : null };
        return new(storage.ServiceUri, new DefaultAzureCredential(identity), options);
    }

    internal static QueueClientOptions ClientOptions(QueueMessageEncoding encoding = QueueMessageEncoding.Base64)
    {
        var options = new QueueClientOptions(Version) { MessageEncoding = encoding };
        options.AddPolicy(new ResetConnections(), HttpPipelinePosition.PerRetry);
        return options;
    }
}
