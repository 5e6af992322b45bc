using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ApiBridge.Shared.Kubernetes.Kubeconfig;

/// <summary>What a YAML value is: kubectl makes JSON of YAML 1.1 first, where a plain <c>on</c> or <c>12</c> is no text.</summary>
internal static partial class YamlScalar
{
    /// <summary>Whether it is nothing.</summary>
    public static bool IsNull(YamlNode node) => Plain(node) is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>Its truth; null when it is no boolean.</summary>
    public static bool? Flag(YamlNode node) => Plain(node)?.ToUpperInvariant() switch
    {
        "TRUE" or "YES" or "ON" or "Y" => true,
        "FALSE" or "NO" or "OFF" or "N" => false,
        _ => null,
    };

    /// <summary>Its text; null when it is no text.</summary>
    public static string? Text(YamlNode node) =>
        node is YamlScalarNode scalar && (scalar.Tag.IsEmpty || scalar.Tag.IsNonSpecific || scalar.Tag.Value.EndsWith(":str", StringComparison.Ordinal))
            && !IsNull(node) && Flag(node) is null && !IsNumber(node)
            ? scalar.Value
            : null;

    /// <summary>Writes it, and what is below it.</summary>
    public static void Write(Utf8JsonWriter json, YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                json.WriteStartObject();
                foreach (var (key, value) in mapping.Children)
                {
                    json.WritePropertyName(key is YamlScalarNode { Value: { } name }
                        ? name
                        : throw new KubeconfigException("A mapping in an extension has a key that is no text. Give it one."));
                    Write(json, value);
                }

                json.WriteEndObject();
                break;
            case YamlSequenceNode list:
                json.WriteStartArray();
                foreach (var item in list.Children)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            case YamlScalarNode when IsNull(node):
                json.WriteNullValue();
                break;
            case YamlScalarNode when Flag(node) is { } flag:
                json.WriteBooleanValue(flag);
                break;
            case YamlScalarNode scalar when IsNumber(node) && decimal.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number):
                json.WriteNumberValue(number);
                break;
            case YamlScalarNode scalar:
                json.WriteStringValue(scalar.Value);
                break;
        }
    }

    private static string? Plain(YamlNode node) => node is YamlScalarNode { Style: ScalarStyle.Plain } scalar && scalar.Tag.IsEmpty ? scalar.Value : null;

    private static bool IsNumber(YamlNode node) => Plain(node) is { } plain && Number().IsMatch(plain);

    [GeneratedRegex(
        @"^([-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?|[-+]?0[xob][0-9a-fA-F_]+|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
