using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ApiBridge.Shared.Yaml;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>YAML as JSON: plain scalars get the type that YAML's core schema gives them.</summary>
internal static partial class YamlDocument
{
    private const int Deepest = 100;
    private const int MostNodes = 1_000_000;

    /// <summary>The first document of a text, or null when there is none.</summary>
    /// <exception cref="YamlException">The text is not YAML.</exception>
    public static JsonNode? Parse(string text) => ParseAll(text) is [var first, ..] ? first : null;

    /// <summary>All documents of a text.</summary>
    /// <exception cref="YamlException">The text is not YAML.</exception>
    public static IReadOnlyList<JsonNode?> ParseAll(string text)
    {
        var left = MostNodes;
        return [.. YamlText.Read(text, Deepest).Select(document => ToJson(document.RootNode, depth: 0, ref left))];
    }

    private static YamlException TooMuch(Mark start, Mark end) => new(start, end, $"it is nested more than {Deepest} deep, or an alias makes more than {MostNodes} values of it");

    // An alias may stand for what it is part of, and a few of them for more than memory holds.
    private static JsonNode? ToJson(YamlNode node, int depth, ref int left)
    {
        if (depth > Deepest || --left < 0)
        {
            throw TooMuch(node.Start, node.End);
        }

        switch (node)
        {
            case YamlMappingNode map:
                var json = new JsonObject();
                foreach (var (key, value) in map.Children)
                {
                    if (!json.TryAdd(key.ToString(), ToJson(value, depth + 1, ref left)))
                    {
                        throw new YamlException(key.Start, key.End, $"the key {key} is there twice");
                    }
                }

                return json;
            case YamlSequenceNode list:
                var items = new JsonArray();
                foreach (var item in list.Children)
                {
                    items.Add(ToJson(item, depth + 1, ref left));
                }

                return items;
            default:
                return ToValue(node);
        }
    }

    private static JsonNode? ToValue(YamlNode node) => node switch
    {
        YamlScalarNode { Style: ScalarStyle.Plain or ScalarStyle.Any, Tag.IsEmpty: true } scalar => ToTyped(scalar.Value ?? ""),
        YamlScalarNode scalar => scalar.Value,
        _ => throw new YamlException(node.Start, node.End, $"{node.NodeType} is not supported"),
    };

    private static JsonNode? ToTyped(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ when Integer().IsMatch(text) && long.TryParse(text, CultureInfo.InvariantCulture, out var number) => number,
        _ when Float().IsMatch(text) && double.Parse(text, CultureInfo.InvariantCulture) is var number && double.IsFinite(number) => number,
        _ => text,
    };

    [GeneratedRegex("^[-+]?[0-9]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Integer();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Float();
}
