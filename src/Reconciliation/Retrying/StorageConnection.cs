using Azure.Identity;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace ApiBridge.Reconciliation.Retrying;

/// <summary>Opens the storage account by the settings that the Functions host itself uses.</summary>
internal static class StorageConnection
{
    private const string Setting = "AzureWebJobsStorage";

    // Azurite refuses versions that are newer than itself, and nothing newer is needed.
    private const QueueClientOptions.ServiceVersion Version = QueueClientOptions.ServiceVersion.V2025_05_05;

    /// <exception cref="InvalidOperationException">No account is set.</exception>
    public static QueueServiceClient Open(IConfiguration settings)
    {
        // The Functions host reads and writes base64; the two must agree, or messages are poisoned without a word.
        var options = new QueueClientOptions(Version) { MessageEncoding = QueueMessageEncoding.Base64 };
        if (settings[Setting] is { Length: > 0 } connectionString)
        {
            return new(connectionString, options);
        }

        var section = settings.GetSection(Setting);
        var uri = section["queueServiceUri"] is { Length: > 0 } given ? given
            : section["accountName"] is { Length: > 0 } account ? $"https://{account}.queue.core.windows.net"
            : throw new InvalidOperationException(
                $"{Setting} is not set: give a connection string, or {Setting}__accountName for a managed identity");
        return new(new Uri(uri), new DefaultAzureCredential(), options);
    }
}
