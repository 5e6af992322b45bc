using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace ApiBridge.Domain;

/// <summary>JSON with its properties in ordinal order, so that equal content has equal bytes and one hash.</summary>
public static class CanonicalJson
{
    // Half a SHA-256 keeps a collision out of reach (2^64 objects) and a status readable.
    private const int HashBytes = 16;

    // A spec has about a kibibyte.
    private const int FirstBufferBytes = 1024;

    /// <summary>The canonical bytes of <paramref name="element"/>.</summary>
    /// <param name="element">Any JSON value.</param>
    /// <returns>UTF-8 text without white space.</returns>
    public static ReadOnlyMemory<byte> Write(JsonElement element)
    {
        var buffer = new ArrayBufferWriter<byte>(FirstBufferBytes);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, element);
        }

        return buffer.WrittenMemory;
    }

    /// <summary>The hash of <paramref name="element"/>'s canonical bytes.</summary>
    /// <param name="element">Any JSON value; an undefined one hashes as no content.</param>
    /// <returns>32 lower-case hexadecimal digits.</returns>
    public static string Hash(JsonElement element) =>
        Hash(element.ValueKind == JsonValueKind.Undefined ? default : Write(element).Span);

    internal static string Hash(ReadOnlySpan<byte> canonical)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(canonical, digest);
        return Convert.ToHexStringLower(digest[..HashBytes]);
    }

    internal static void Write(Utf8JsonWriter writer, JsonElement element, bool withNulls = true)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(writer, element, withNulls);
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(writer, item, withNulls);
                }

                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, JsonElement element, bool withNulls)
    {
        // A name is a new text each time that it is asked for: once is enough.
        var names = new string[element.GetPropertyCount()];
        var values = new JsonElement[names.Length];
        var count = 0;
        foreach (var property in element.EnumerateObject())
        {
            (names[count], values[count]) = (property.Name, property.Value);
            count++;
        }

        Array.Sort(names, values, StringComparer.Ordinal);
        writer.WriteStartObject();
        for (var index = 0; index < count; index++)
        {
            if (withNulls || values[index].ValueKind != JsonValueKind.Null)
            {
                writer.WritePropertyName(names[index]);
                Write(writer, values[index], withNulls);
            }
        }

        writer.WriteEndObject();
    }
}
