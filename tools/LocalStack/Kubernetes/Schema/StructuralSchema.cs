using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ApiBridge.LocalStack.Kubernetes.Objects;

namespace ApiBridge.LocalStack.Kubernetes.Schema;

/// <summary>
/// The schema of a custom resource: the structural subset of OpenAPI v3 that apiextensions.k8s.io/v1 demands. Rules in CEL
/// (<c>x-kubernetes-validations</c>) are not evaluated.
/// </summary>
internal sealed class StructuralSchema
{
    private StructuralSchema(JsonObject definition)
    {
        Type = definition.Text("type") ?? "";
        Format = definition.Text("format") ?? "";
        Nullable = Flag(definition, "nullable");
        PreservesUnknownFields = Flag(definition, "x-kubernetes-preserve-unknown-fields");
        IsIntOrString = Flag(definition, "x-kubernetes-int-or-string");
        IsEmbeddedResource = Flag(definition, "x-kubernetes-embedded-resource");
        Default = definition["default"];
        Enum = definition["enum"] as JsonArray;
        Required = ObjectMetadata.Texts(definition["required"]);
        Properties = (definition["properties"] as JsonObject ?? [])
            .ToDictionary(pair => pair.Key, pair => Parse(pair.Value as JsonObject ?? []), StringComparer.Ordinal);
        Items = definition["items"] is JsonObject items ? Parse(items) : null;
        AdditionalProperties = definition["additionalProperties"] switch
        {
            JsonObject schema => Parse(schema),
            JsonValue allowed when allowed.TryGetValue(out bool yes) && yes => Anything,
            _ => null,
        };
        Pattern = definition.Text("pattern") is { } pattern
            ? new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))
            : null;
        Minimum = Decimal(definition, "minimum");
        Maximum = Decimal(definition, "maximum");
        ExclusiveMinimum = Flag(definition, "exclusiveMinimum");
        ExclusiveMaximum = Flag(definition, "exclusiveMaximum");
        MinLength = definition.Number("minLength");
        MaxLength = definition.Number("maxLength");
        MinItems = definition.Number("minItems");
        MaxItems = definition.Number("maxItems");
        MinProperties = definition.Number("minProperties");
        MaxProperties = definition.Number("maxProperties");
        AllOf = Parts(definition, "allOf");
        AnyOf = Parts(definition, "anyOf");
        OneOf = Parts(definition, "oneOf");
        Not = definition["not"] is JsonObject not ? Parse(not) : null;
    }

    /// <summary>A schema that any value meets and that keeps every field.</summary>
    public static StructuralSchema Anything { get; } =
        Parse(new JsonObject { ["x-kubernetes-preserve-unknown-fields"] = true });

    public string Type { get; }

    public string Format { get; }

    public bool Nullable { get; }

    public bool PreservesUnknownFields { get; }

    public bool IsIntOrString { get; }

    public bool IsEmbeddedResource { get; }

    public JsonNode? Default { get; }

    public JsonArray? Enum { get; }

    public IReadOnlyList<string> Required { get; }

    public IReadOnlyDictionary<string, StructuralSchema> Properties { get; }

    public StructuralSchema? Items { get; }

    public StructuralSchema? AdditionalProperties { get; }

    public Regex? Pattern { get; }

    public decimal? Minimum { get; }

    public decimal? Maximum { get; }

    public bool ExclusiveMinimum { get; }

    public bool ExclusiveMaximum { get; }

    public long? MinLength { get; }

    public long? MaxLength { get; }

    public long? MinItems { get; }

    public long? MaxItems { get; }

    public long? MinProperties { get; }

    public long? MaxProperties { get; }

    public IReadOnlyList<StructuralSchema> AllOf { get; }

    public IReadOnlyList<StructuralSchema> AnyOf { get; }

    public IReadOnlyList<StructuralSchema> OneOf { get; }

    public StructuralSchema? Not { get; }

    /// <summary>Reads <c>openAPIV3Schema</c>.</summary>
    public static StructuralSchema Parse(JsonObject definition) => new(definition);

    /// <summary>What the schema says of a field, or null when it says nothing.</summary>
    public StructuralSchema? Field(string name) => Properties.GetValueOrDefault(name) ?? AdditionalProperties;

    private static bool Flag(JsonObject definition, string name) =>
        definition[name] is JsonValue value && value.TryGetValue(out bool flag) && flag;

    private static decimal? Decimal(JsonObject definition, string name) =>
        definition[name] is { } value
        && decimal.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static List<StructuralSchema> Parts(JsonObject definition, string name) =>
        definition[name] is JsonArray parts ? [.. parts.OfType<JsonObject>().Select(Parse)] : [];
}
