using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.Shared.Kubernetes;

/// <summary>A page of a list, taken apart without reading the objects in it: each is then read by itself, so that one that can't be read is no other's matter.</summary>
/// <param name="Items">The JSON of each object.</param>
/// <param name="ResourceVersion">The version to watch from; empty when the page does not say.</param>
/// <param name="Continue">What to ask for the next page with; empty when this is the last.</param>
public sealed record ListPage(IReadOnlyList<ReadOnlyMemory<byte>> Items, string ResourceVersion, string Continue)
{
    /// <summary>Takes a page apart.</summary>
    /// <param name="json">UTF-8 text.</param>
    /// <returns>The page; no items, which a Go program may write as null, are none.</returns>
    /// <exception cref="JsonException">It is no list.</exception>
    public static ListPage Read(ReadOnlyMemory<byte> json)
    {
        List<ReadOnlyMemory<byte>>? items = null;
        var (version, next) = (string.Empty, string.Empty);
        var reader = new Utf8JsonReader(json.Span, JsonDepth.Unbounded);
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
        {
            throw new JsonException($"The answer is no list: it is {reader.TokenType}.");
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.IsAt("items"u8))
            {
                items = ReadItems(ref reader, json);
            }
            else if (reader.IsAt("metadata"u8))
            {
                (version, next) = ReadMetadata(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return items is null ? throw new JsonException("The answer is no list: it has no items.") : new(items, version, next);
    }

    private static List<ReadOnlyMemory<byte>> ReadItems(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        reader.Read();
        List<ReadOnlyMemory<byte>> items = [];
        if (reader.TokenType is JsonTokenType.Null)
        {
            return items;
        }

        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            throw new JsonException($"The answer is no list: its items are {reader.TokenType}.");
        }

        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            items.Add(json[start..(int)reader.BytesConsumed]);
        }

        return items;
    }

    private static (string Version, string Continue) ReadMetadata(ref Utf8JsonReader reader)
    {
        var (version, next) = (string.Empty, string.Empty);
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.Skip();
            return (version, next);
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.IsAt("resourceVersion"u8))
            {
                version = ReadText(ref reader);
            }
            else if (reader.IsAt("continue"u8))
            {
                next = ReadText(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return (version, next);
    }

    private static string ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        try
        {
            if (reader.TokenType is JsonTokenType.String)
            {
                return reader.GetString()!;
            }
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException($"The answer is no list: {exception.Message}", exception);
        }

        reader.Skip();
        return string.Empty;
    }
}
