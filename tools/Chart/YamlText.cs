using System.Text.Encodings.Web;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ApiBridge.Chart;

/// <summary>Writes scalars.</summary>
internal static class YamlText
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A text as a scalar's own style has it: plain, or in quotes.</summary>
    public static string Quoted(YamlScalarNode scalar, string text) => scalar.Style == ScalarStyle.Plain ? text : Quoted(text);

    /// <summary>A text in quotes. JSON's are YAML's.</summary>
    public static string Quoted(string text) => JsonSerializer.Serialize(text, Readable);
}
