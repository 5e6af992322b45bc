using Azure.Identity;
using Azure.Storage.Queues;

namespace ApiBridge.Reconciliation.Retrying;

internal static class StorageConnection
{
    // Azurite refuses versions newer than itself, and nothing newer than this is needed.
    private const QueueClientOptions.ServiceVersion Version = QueueClientOptions.ServiceVersion.V2025_05_05;

    public static QueueServiceClient Open(StorageOptions storage)
    {
        // The Functions host reads and writes base64; the two must agree, or messages are poisoned without a word.
        var options = new QueueClientOptions(Version) { MessageEncoding = QueueMessageEncoding.Base64 };
        if (storage.ConnectionString.Length > 0)
        {
            return new(storage.ConnectionString, options);
        }

        var identity = new DefaultAzureCredentialOptions { ManagedIdentityClientId = storage.ClientId.Length > 0 ? storage.ClientId : null };
        return new(storage.ServiceUri, new DefaultAzureCredential(identity), options);
    }
}
