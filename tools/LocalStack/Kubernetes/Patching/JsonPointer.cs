using System.Globalization;
using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Kubernetes.Patching;

/// <summary>A place in a JSON document, RFC 6901.</summary>
internal sealed class JsonPointer
{
    private readonly string _text;
    private readonly string[] _tokens;

    /// <exception cref="FormatException">The text is no pointer.</exception>
    public JsonPointer(string text)
    {
        if (text.Length > 0 && text[0] != '/')
        {
            throw new FormatException($"JSON pointer \"{text}\" does not start with a slash");
        }

        _text = text;
        _tokens =
        [
            .. text.Split('/').Skip(1)
                .Select(token => token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)),
        ];
    }

    /// <summary>Whether this is the whole document.</summary>
    public bool IsRoot => _tokens.Length == 0;

    /// <summary>The value there.</summary>
    /// <exception cref="PatchRefusedException">There is none.</exception>
    public JsonNode? Get(JsonNode root) => _tokens.Aggregate((JsonNode?)root, Step);

    /// <summary>Inserts into a list, or sets a field.</summary>
    /// <exception cref="PatchRefusedException">The parent is missing, or the index out of range.</exception>
    public void Add(JsonNode root, JsonNode? value)
    {
        switch (Parent(root))
        {
            case JsonObject map:
                map[_tokens[^1]] = value;
                break;
            case JsonArray list:
                list.Insert(_tokens[^1] == "-" ? list.Count : Index(list.Count), value);
                break;
            default:
                throw Missing();
        }
    }

    /// <summary>Takes the value out.</summary>
    /// <exception cref="PatchRefusedException">There is none.</exception>
    public void Remove(JsonNode root)
    {
        switch (Parent(root))
        {
            case JsonObject map when map.Remove(_tokens[^1]):
                break;
            case JsonArray list:
                list.RemoveAt(Index(list.Count - 1));
                break;
            default:
                throw Missing();
        }
    }

    public override string ToString() => _text;

    private JsonNode? Parent(JsonNode root) => _tokens[..^1].Aggregate((JsonNode?)root, Step);

    private JsonNode? Step(JsonNode? node, string token) => node switch
    {
        JsonObject map when map.TryGetPropertyValue(token, out var child) => child,
        JsonArray list when int.TryParse(token, CultureInfo.InvariantCulture, out var i) && i >= 0 && i < list.Count => list[i],
        _ => throw Missing(),
    };

    private int Index(int last) =>
        int.TryParse(_tokens[^1], CultureInfo.InvariantCulture, out var index) && index >= 0 && index <= last
            ? index
            : throw Missing();

    private PatchRefusedException Missing() => new($"the path {_text} does not exist in the object");
}
