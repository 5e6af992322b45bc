using System.Runtime.InteropServices;
using System.Text.Json;

namespace ApiBridge.Domain;

/// <summary>
/// How deep the JSON of others may be nested. An API server stores 10,000 levels, and what goes down into JSON level by level needs room on
/// the stack for each. What people write has a dozen.
/// </summary>
public static class JsonDepth
{
    /// <summary>The most levels that an object, or a message, is read with, the object itself being the first.</summary>
    public const int MaxObject = 64;

    /// <summary>
    /// The most levels of a registration, itself being the first. A status, and a message, has it some levels below, and must be readable
    /// itself.
    /// </summary>
    public const int MaxRegistration = 56;

    /// <summary>Reads an object, or a message, and refuses what is nested deeper.</summary>
    public static JsonDocumentOptions Document { get; } = new() { MaxDepth = MaxObject };

    /// <summary>Goes over JSON of any depth, a token at a time.</summary>
    public static JsonReaderOptions Unbounded { get; } = new() { MaxDepth = int.MaxValue };

    /// <summary>How many levels a value has.</summary>
    /// <param name="element">Any JSON value, or an undefined one.</param>
    /// <returns>0 for what is neither an object nor an array, else one more than the deepest thing in it.</returns>
    public static int Of(JsonElement element) =>
        element.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? Of(JsonMarshal.GetRawUtf8Value(element)) : 0;

    /// <summary>How many levels a text has, up to where it ends or is no JSON any more.</summary>
    /// <param name="json">UTF-8 text.</param>
    /// <returns>0 when it holds neither an object nor an array.</returns>
    public static int Of(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, Unbounded);
        var deepest = 0;
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    deepest = Math.Max(deepest, reader.CurrentDepth + 1);
                }
            }
        }
        catch (JsonException)
        {
            // It is cut off, or no JSON from here on.
        }

        return deepest;
    }
}
