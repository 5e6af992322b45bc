using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ApiBridge.Chart;

/// <summary>The chart's <c>values.schema.json</c>: what values there are, in which order, and what they mean.</summary>
internal sealed partial class ValuesSchema
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject _root;

    private ValuesSchema(JsonObject root) => _root = root;

    /// <summary>Reads it.</summary>
    public static ValuesSchema Read(string path) => new((JsonObject)JsonNode.Parse(File.ReadAllText(path))!);

    /// <summary>The values right below a path.</summary>
    /// <param name="path">Names with dots between; empty for the top.</param>
    public IEnumerable<SchemaValue> Below(string path)
    {
        var parent = path.Length == 0 ? _root : path.Split('.').Aggregate(_root, (node, name) => Resolved((JsonObject)node["properties"]![name]!));
        foreach (var (name, node) in (JsonObject?)parent["properties"] ?? [])
        {
            // A property's own words go before those of what it refers to.
            var (property, type) = ((JsonObject)node!, Resolved((JsonObject)node!));
            yield return new(
                path.Length == 0 ? name : $"{path}.{name}",
                (string?)(property["description"] ?? type["description"]) ?? throw new ChartException($"values.schema.json: {path}.{name} has no description: say what it means"),
                (property["default"] ?? type["default"])?.ToJsonString(),
                type["properties"] is not null);
        }
    }

    /// <summary>Its text, with the names of all settings that may be set. What it says of one of them already stays.</summary>
    /// <param name="documentation">The text of <c>docs/configuration.md</c>.</param>
    public string WithSettings(string documentation)
    {
        var settings = (JsonObject)_root["properties"]!["settings"]!;
        var former = (JsonObject?)settings["properties"];
        settings["properties"] = new JsonObject(SettingNames(documentation).Select(name =>
            KeyValuePair.Create<string, JsonNode?>(name, former?[name]?.DeepClone() ?? new JsonObject { ["$ref"] = "#/$defs/setting" })));
        return _root.ToJsonString(Readable) + "\n";
    }

    // The first column of the tables of settings and of the old operator's variables; what begins with a separator goes on from the name before it.
    private static IEnumerable<string> SettingNames(string documentation)
    {
        var full = string.Empty;
        foreach (var name in SettingsTable().Matches(documentation).SelectMany(table => Row().Matches(table.Value)).SelectMany(row => Names(row.Value)))
        {
            var separator = name.StartsWith("__", StringComparison.Ordinal) ? "__" : ":";
            full = name.StartsWith(separator, StringComparison.Ordinal) ? full[..full.LastIndexOf(separator, StringComparison.Ordinal)] + name : name;
            if (!full.Contains('<', StringComparison.Ordinal) && !full.Contains('{', StringComparison.Ordinal))
            {
                yield return full.Replace(":", "__", StringComparison.Ordinal);
            }
        }
    }

    private static IEnumerable<string> Names(string row) => CodeSpan().Matches(row.Split('|')[1]).Select(match => match.Groups["name"].Value);

    private JsonObject Resolved(JsonObject node) =>
        (string?)node["$ref"] is { } reference ? (JsonObject)_root["$defs"]![reference["#/$defs/".Length..]]! : node;

    [GeneratedRegex(@"^\| (setting|variable) \|.*\n(\|.*\n)+", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SettingsTable();

    [GeneratedRegex("^\\| `.*$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[A-Za-z_:][^` ]*)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeSpan();
}
