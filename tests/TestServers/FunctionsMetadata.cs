using System.Text.Json;
using System.Text.RegularExpressions;
using ApiBridge.Domain;

namespace ApiBridge.TestServers;

/// <summary>What the build of the Functions app generates for the host: its functions and their bindings.</summary>
public static partial class FunctionsMetadata
{
    private const string DefaultConnection = "AzureWebJobsStorage";

    /// <summary>Reads which settings the functions refer to.</summary>
    /// <param name="folder">The app's output.</param>
    /// <returns>The functions that refer to any, in the file's order.</returns>
    public static IReadOnlyList<FunctionSettings> Settings(string folder)
    {
        var functions = JsonElement.Parse(File.ReadAllText(Path.Combine(folder, "functions.metadata")));
        return [.. functions.EnumerateArray().Select(SettingsOf).Where(settings => settings.Names.Count + settings.Connections.Count > 0)];
    }

    private static FunctionSettings SettingsOf(JsonElement function)
    {
        var bindings = JsonReading.Items(function, "bindings").ToList();
        return new(
            JsonReading.Text(function, "name"),
            bindings.SelectMany(Texts).SelectMany(text => Name().Matches(text)).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal),
            bindings.Select(ConnectionOf).OfType<string>().ToHashSet(StringComparer.Ordinal));
    }

    // Of storage, one that a binding does not name is the host's own.
    private static string? ConnectionOf(JsonElement binding) =>
        JsonReading.Text(binding, "connection") is { Length: > 0 } named ? named
        : StorageBinding().IsMatch(JsonReading.Text(binding, "type")) ? DefaultConnection
        : null;

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Texts(property.Value)),
        _ => [],
    };

    [GeneratedRegex("%(?<name>[^%]+)%", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex("^(queue|blob|table)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StorageBinding();
}
