using System.Text.RegularExpressions;

namespace ApiBridge.Shared.Storage;

/// <summary>What the name of a Storage queue may be, and what the Functions host makes of it.</summary>
public static partial class QueueName
{
    // https://learn.microsoft.com/azure/azure-functions/functions-bindings-storage-queue-trigger#poison-messages
    private const string PoisonSuffix = "-poison";

    /// <summary>Whether Azure Storage takes a name: 3 to 63 lower-case letters, digits and single dashes.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True when it does.</returns>
    public static bool IsValid(string name) => Form().IsMatch(name);

    /// <summary>Where the Functions host puts the messages of a queue that failed too often.</summary>
    /// <param name="name">The queue.</param>
    /// <returns>The name of its poison queue.</returns>
    public static string PoisonOf(string name) => name + PoisonSuffix;

    /// <summary>Whether a name is that of a poison queue.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True when it is.</returns>
    public static bool IsPoison(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.EndsWith(PoisonSuffix, StringComparison.Ordinal);
    }

    // https://learn.microsoft.com/rest/api/storageservices/naming-queues-and-metadata
    [GeneratedRegex(@"^(?=.{3,63}\z)[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
