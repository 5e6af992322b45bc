using System.Text.Json;
using ApiBridge.Domain;
using YamlDotNet.Serialization;

namespace ApiBridge.Dashboard.Apis;

/// <summary>An object as YAML, for a person. Characters that nobody sees are shown by their numbers.</summary>
public static class YamlView
{
    private const int MostCharacters = 200_000;
    private static readonly ISerializer Writer = new SerializerBuilder().WithQuotingNecessaryStrings().WithIndentedSequences().DisableAliases().Build();

    /// <summary>Writes it, without the notes of who manages which field, as kubectl does.</summary>
    /// <param name="element">The object.</param>
    /// <returns>The text; one of more than 200,000 characters is cut, and says so.</returns>
    public static string Of(JsonElement element)
    {
        var text = Writer.Serialize(Node(element, isMetadata: false) ?? string.Empty);
        var cut = text.Length > MostCharacters ? $"{text[..MostCharacters]}\n# ... cut: {text.Length} characters" : text;
        return string.Join('\n', cut.Split('\n').Select(line => Excerpt.Of(line.TrimEnd('\r'), MostCharacters)));
    }

    private static object? Node(JsonElement element, bool isMetadata) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject()
            .Where(property => !isMetadata || property.Name != "managedFields")
            .ToDictionary(property => property.Name, property => Node(property.Value, property.Name == "metadata")),
        JsonValueKind.Array => element.EnumerateArray().Select(item => Node(item, isMetadata: false)).ToList(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? whole : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
