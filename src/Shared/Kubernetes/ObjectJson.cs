using System.Text.Json;
using System.Text.Unicode;
using ApiBridge.Domain;

namespace ApiBridge.Shared.Kubernetes;

/// <summary>
/// Reads what an API server answers. What was read here can be asked for any text and written again: it is not nested too deep, has no property
/// twice, and all its texts are Unicode.
/// </summary>
public static class ObjectJson
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = JsonDepth.MaxObject, AllowDuplicateProperties = false };

    /// <summary>Reads one JSON document.</summary>
    /// <param name="json">UTF-8 text, which the document refers to.</param>
    /// <returns>The document.</returns>
    /// <exception cref="JsonException">It can't be read; the message says why.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        // Both would show only when somebody asks for the text.
        if (!Utf8.IsValid(json.Span))
        {
            throw new JsonException("it is no UTF-8");
        }

        if (HasEscapedSurrogates(json.Span) && !AreTextsUnicode(json.Span))
        {
            throw new JsonException("a text in it has half a surrogate pair, which is no Unicode");
        }

        return JsonDocument.Parse(json, Strict);
    }

    private static bool HasEscapedSurrogates(ReadOnlySpan<byte> json) => json.IndexOf("\\ud"u8) >= 0 || json.IndexOf("\\uD"u8) >= 0;

    private static bool AreTextsUnicode(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, JsonDepth.Unbounded);
        try
        {
            while (reader.Read())
            {
                if (reader.ValueIsEscaped)
                {
                    reader.GetString();
                }
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
