using System.Text.RegularExpressions;
using ApiBridge.Shared.Configuration;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace ApiBridge.Shared.Storage;

/// <summary>The storage account with the queues, by the settings that the Functions host itself uses.</summary>
public sealed partial record StorageOptions : ICheckedOptions
{
    /// <inheritdoc/>
    public static string Section => "AzureWebJobsStorage";

    /// <summary>The account's connection string: the value of <c>AzureWebJobsStorage</c> itself. Default none.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>In place of it, the account's name, reached with an identity. Default none.</summary>
    public string AccountName { get; set; } = "";

    /// <summary>In place of the name, the URL of the account's queue service. Default none.</summary>
    public string QueueServiceUri { get; set; } = "";

    /// <summary>The client id of a user-assigned managed identity or of a workload identity. Default none: the environment's own.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The queue service's URL for an identity.</summary>
    public Uri ServiceUri => new(QueueServiceUri.Length > 0 ? QueueServiceUri : $"https://{AccountName}.queue.core.windows.net");

    /// <summary>Takes the account's settings.</summary>
    /// <param name="settings">All settings.</param>
    public void Read(IConfiguration settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var section = settings.GetSection(Section);
        ConnectionString = section.Value ?? "";
        AccountName = section["accountName"] ?? "";
        QueueServiceUri = section["queueServiceUri"] ?? "";
        ClientId = section["clientId"] ?? "";
    }

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (ConnectionString.Length == 0 && AccountName.Length == 0 && QueueServiceUri.Length == 0)
        {
            yield return $"{Section} is not set: give a connection string (UseDevelopmentStorage=true for Azurite), or {Section}__accountName or "
                + $"{Section}__queueServiceUri to sign in with an identity";
        }

        if (ConnectionString.Length > 0 && !IsConnectionString(ConnectionString))
        {
            // There may be a key in it, so neither the value is repeated nor what the library says of it.
            yield return $"{Section} is no connection string: give one like DefaultEndpointsProtocol=https;AccountName=…;AccountKey=…, as the "
                + "storage account shows it, or UseDevelopmentStorage=true for Azurite";
        }

        if (ConnectionString.Length > 0 && (AccountName.Length > 0 || QueueServiceUri.Length > 0))
        {
            yield return $"{Section} is set, and {Section}__{(AccountName.Length > 0 ? "accountName" : "queueServiceUri")} too: keep the connection string, or "
                + "leave it out to sign in with an identity";
        }

        if (ClientId.Any(character => char.IsWhiteSpace(character) || char.IsControl(character)))
        {
            yield return $"{Section}__clientId is '{ClientId}': give the identity's client id, or leave it out for the environment's own";
        }

        if (AccountName.Length > 0 && !IsAccountName().IsMatch(AccountName))
        {
            yield return $"{Section}__accountName is '{AccountName}': give 3 to 24 lower-case letters and digits";
        }
        else if (QueueServiceUri.Length > 0 && ServiceUriProblem() is { } problem)
        {
            yield return $"{Section}__queueServiceUri {problem}";
        }
        else if (ConnectionString.Length == 0 && (AccountName.Length > 0 || QueueServiceUri.Length > 0) && IdentityProblem() is { } flaw)
        {
            yield return $"{Section} asks for an identity, which can't be had: {flaw} Mend the AZURE_ variables, or give a connection string";
        }
    }

    private string? ServiceUriProblem()
    {
        // A signature or a password is no part of what is repeated.
        if (QueueServiceUri.AsSpan().ContainsAny('?', '#', '@'))
        {
            return "has a query or a user in it: give the URL alone, like https://account.queue.core.windows.net, and a shared access signature in a connection string";
        }

        return !Uri.TryCreate(QueueServiceUri, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")
            ? $"is '{QueueServiceUri}': give a URL, like https://account.queue.core.windows.net"
            : uri.Scheme == "http"
                ? $"is '{QueueServiceUri}', and an identity's token goes over https only: begin it with https://, or give a connection string"
                : null;
    }

    private string? IdentityProblem()
    {
        try
        {
            StorageAccount.Open(this);
            return null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidOperationException)
        {
            return exception.Message;
        }
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            // One for blobs alone is taken, and leaves no address for queues.
            return new QueueServiceClient(text).Uri is not null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^[a-z0-9]{3,24}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsAccountName();
}
