using System.Text.RegularExpressions;
using ApiBridge.FunctionsHost.Worker;

namespace ApiBridge.FunctionsHost.Queues;

/// <summary>What keeps functions from being listened for: names and connections that no setting gives.</summary>
internal static partial class UnresolvedNames
{
    /// <summary>Looks at every queue function.</summary>
    /// <returns>A line for each fault, as the Functions host says it.</returns>
    public static IEnumerable<string> Of(IEnumerable<FunctionDefinition> functions, IConfiguration settings) =>
        from function in functions
        where function.Queue is not null
        from fault in Faults(function.Queue!, settings)
        select $"The '{function.Name}' function is in error: {fault}";

    private static IEnumerable<string> Faults(QueueTriggerBinding queue, IConfiguration settings)
    {
        foreach (var name in Placeholder().Matches(queue.QueueName).Select(match => match.Groups["name"].Value).Where(name => string.IsNullOrEmpty(settings[name])))
        {
            yield return $"'%{name}%' does not resolve to a value: set {name} in the app's environment.";
        }

        var connection = settings.GetSection(queue.Connection);
        if (string.IsNullOrEmpty(connection.Value) && string.IsNullOrEmpty(settings.GetConnectionString(queue.Connection)) && !connection.GetChildren().Any())
        {
            yield return $"its connection {queue.Connection} has no value: set {queue.Connection} to the storage account's connection string, or {queue.Connection}__accountName.";
        }
    }

    [GeneratedRegex("%(?<name>[^%]+)%", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
