using System.Buffers;
using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.EventBridge.Watching;

/// <summary>A line of a watch, taken apart without reading the object in it.</summary>
/// <param name="Type">What happened, in the server's word.</param>
/// <param name="Object">JSON of the object, or of what there is of it.</param>
internal readonly record struct WatchEventText(string Type, ReadOnlyMemory<byte> Object)
{
    /// <summary>Takes a line apart.</summary>
    /// <exception cref="JsonException">It is no watch event.</exception>
    public static WatchEventText Read(WatchLine line)
    {
        ReadOnlyMemory<byte> text = line.Text.IsSingleSegment ? line.Text.First : line.Text.ToArray();
        string? type = null;
        ReadOnlyMemory<byte>? item = null;
        var reader = new Utf8JsonReader(text.Span, line.IsWhole, new(JsonDepth.Unbounded));
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
        {
            throw new JsonException($"The watch sent a line that is no event but {reader.TokenType}.");
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isType = reader.IsAt("type"u8);
            var isObject = reader.IsAt("object"u8);
            if (!reader.Read())
            {
                break;
            }

            var start = (int)reader.TokenStartIndex;
            if (isType && reader.TokenType is JsonTokenType.String)
            {
                type = TextOf(ref reader);
            }

            if (!reader.TrySkip())
            {
                item = isObject ? text[start..] : item;
                break;
            }

            if (isObject)
            {
                item = text[start..(int)reader.BytesConsumed];
            }
        }

        return new(
            type ?? throw new JsonException("The watch sent an event without a type."),
            item ?? throw new JsonException($"The watch sent an event of type '{Excerpt.Of(type)}' without an object."));
    }

    private static string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("The watch sent an event whose type is no text.", exception);
        }
    }
}
