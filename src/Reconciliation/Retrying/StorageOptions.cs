using ApiBridge.Domain.Configuration;
using Azure.Storage.Queues;

namespace ApiBridge.Reconciliation.Retrying;

/// <summary>The storage account with the queues, by the settings that the Functions host itself uses.</summary>
public sealed record StorageOptions : ICheckedOptions
{
    /// <inheritdoc/>
    public static string Section => "AzureWebJobsStorage";

    /// <summary>The account's connection string: the value of <c>AzureWebJobsStorage</c> itself. Default none.</summary>
    public string ConnectionString { get; set; } = string.Empty;

    /// <summary>In place of it, the account's name, reached with an identity. Default none.</summary>
    public string AccountName { get; init; } = string.Empty;

    /// <summary>In place of the name, the URL of the account's queue service. Default none.</summary>
    public string QueueServiceUri { get; init; } = string.Empty;

    /// <summary>The client id of a user-assigned identity. Default none, which takes the environment's own.</summary>
    public string ClientId { get; init; } = string.Empty;

    /// <summary>The queue service's URL for an identity.</summary>
    public Uri ServiceUri => new(QueueServiceUri.Length > 0 ? QueueServiceUri : $"https://{AccountName}.queue.core.windows.net");

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (ConnectionString.Length > 0)
        {
            if (!IsConnectionString(ConnectionString))
            {
                // The value may hold a key, so it is not repeated.
                yield return $"{Section} is no connection string: copy the storage account's, or use UseDevelopmentStorage=true for Azurite";
            }
        }
        else if (AccountName.Length == 0 && QueueServiceUri.Length == 0)
        {
            yield return $"{Section} is not set: give a connection string, or {Section}__accountName for an identity";
        }
        else if (QueueServiceUri.Length > 0 && !Uri.TryCreate(QueueServiceUri, UriKind.Absolute, out _))
        {
            yield return $"{Section}__queueServiceUri is '{QueueServiceUri}': give a URL, like https://account.queue.core.windows.net";
        }
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            _ = new QueueServiceClient(text);
            return true;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            return false;
        }
    }
}
