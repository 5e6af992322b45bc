using System.Globalization;
using System.Text.RegularExpressions;
using ApiBridge.Domain.Configuration;
using Azure.Storage.Queues;

namespace ApiBridge.EventBridge.Configuration;

/// <summary>
/// The queue that takes the hints. The storage account and the queue's name are the Functions app's own settings,
/// <c>AzureWebJobsStorage</c> and <c>ApiEventsQueue</c>; the rest is section <c>ApiBridge:Queue</c>.
/// </summary>
internal sealed partial record QueueOptions : ICheckedOptions
{
    public static string Section => "ApiBridge:Queue";

    /// <summary>The longest that <see cref="DrainTimeout"/> may be.</summary>
    public static readonly TimeSpan LongestDrain = TimeSpan.FromMinutes(1);

    // More would be felt by whoever waits for an API to appear, or to go.
    private static readonly TimeSpan LongestSpacing = TimeSpan.FromSeconds(10);

    /// <summary>Connection string, setting <c>AzureWebJobsStorage</c>. Default: empty, then an identity is used.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>URI of the queue service for an identity, setting <c>AzureWebJobsStorage__queueServiceUri</c>.</summary>
    public string ServiceUri { get; set; } = "";

    /// <summary>Storage account's name for an identity, setting <c>AzureWebJobsStorage__accountName</c>.</summary>
    public string AccountName { get; set; } = "";

    /// <summary>Client id of a user-assigned identity, setting <c>AzureWebJobsStorage__clientId</c>. Default: empty.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The queue's name, setting <c>ApiEventsQueue</c>. Default: <c>api-events</c>.</summary>
    public string Name { get; set; } = "api-events";

    /// <summary>The retry queue's name, whose depth is measured, setting <c>ApiRetryQueue</c>. Default: <c>api-events-retry</c>.</summary>
    public string RetryName { get; set; } = "api-events-retry";

    /// <summary>
    /// The name of the queue of poisoned messages, whose depth is measured, setting <c>ApiDeadLetterQueue</c>. Default:
    /// <c>api-events-deadletter</c>.
    /// </summary>
    public string DeadLetterName { get; set; } = "api-events-deadletter";

    /// <summary>How many messages are sent at once, 1 to 64. Default: 8.</summary>
    public int Parallelism { get; set; } = 8;

    /// <summary>
    /// The shortest time between two messages about one object, so that a burst of edits costs one at its beginning and one at its end.
    /// Default: 1 s.
    /// </summary>
    public TimeSpan Spacing { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The wait after a key's first failed send, doubling with each further one. Default: 0.5 s.</summary>
    public TimeSpan InitialBackoff { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait between two sends of one key. Default: 30 s.</summary>
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the queue is asked whether it is there, and how full it is. Default: 30 s.</summary>
    public TimeSpan ProbePeriod { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stopping bridge goes on sending what waits. Default: 10 s.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    public IEnumerable<string> Problems()
    {
        if (ConnectionString.Length == 0 && ServiceUri.Length == 0 && AccountName.Length == 0)
        {
            yield return "AzureWebJobsStorage is not set. Give a storage connection string (UseDevelopmentStorage=true for Azurite), "
                + "or AzureWebJobsStorage__accountName or AzureWebJobsStorage__queueServiceUri to sign in with an identity.";
        }

        if (ConnectionString.Length > 0 && ConnectionProblem() is { } problem)
        {
            // Not its value, for there is a key in it.
            yield return $"AzureWebJobsStorage is no connection string of a storage account: {problem} "
                + "Give one such as DefaultEndpointsProtocol=https;AccountName=…;AccountKey=…, or UseDevelopmentStorage=true for Azurite.";
        }

        if (AccountName.Length > 0 && !IsAccountName().IsMatch(AccountName))
        {
            yield return $"AzureWebJobsStorage__accountName is '{AccountName}'. Give 3 to 24 lower-case letters and digits.";
        }

        if (ServiceUri.Length > 0 && !Uri.TryCreate(ServiceUri, UriKind.Absolute, out _))
        {
            yield return $"AzureWebJobsStorage__queueServiceUri is '{ServiceUri}'. Give a URI such as https://account.queue.core.windows.net.";
        }

        foreach (var (setting, name) in new[] { ("ApiEventsQueue", Name), ("ApiRetryQueue", RetryName), ("ApiDeadLetterQueue", DeadLetterName) })
        {
            if (!QueueName.IsValid(name))
            {
                yield return $"{setting} is '{name}'. Give 3 to 63 lower-case letters, digits and single dashes, such as api-events.";
            }
        }

        if (Parallelism is < 1 or > 64)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{Section}:Parallelism is {Parallelism}. Give 1 to 64 messages at once.");
        }

        if (Spacing < TimeSpan.Zero || Spacing > LongestSpacing)
        {
            yield return $"{Section}:Spacing is {Spacing}. Give 00:00:00 to {LongestSpacing}.";
        }

        if (InitialBackoff <= TimeSpan.Zero || MaxBackoff < InitialBackoff)
        {
            yield return $"{Section}:InitialBackoff is {InitialBackoff} and MaxBackoff {MaxBackoff}. Give an initial wait above zero and a longest at least as long.";
        }

        if (ProbePeriod < TimeSpan.FromSeconds(1))
        {
            yield return $"{Section}:ProbePeriod is {ProbePeriod}. Give at least 00:00:01.";
        }

        if (DrainTimeout < TimeSpan.Zero || DrainTimeout > LongestDrain)
        {
            yield return $"{Section}:DrainTimeout is {DrainTimeout}. Give 00:00:00 to {LongestDrain}.";
        }
    }

    private string? ConnectionProblem()
    {
        try
        {
            _ = new QueueClient(ConnectionString, "any");
            return null;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidOperationException)
        {
            return exception.Message;
        }
    }

    [GeneratedRegex(@"^[a-z0-9]{3,24}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsAccountName();
}
