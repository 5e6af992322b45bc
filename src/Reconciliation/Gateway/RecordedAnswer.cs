using System.Buffers;
using System.Text.Json;

namespace ApiBridge.Reconciliation.Gateway;

/// <summary>
/// The answer of the gateway as it can be recorded in an object's status. What is there more than once counts as its last, and a number that
/// no API server can keep is a string. What is too deep or too large for a status is trimmed to its code and words.
/// </summary>
internal static class RecordedAnswer
{
    private const int MaxBytes = 64 * 1024;

    // Readers of whole objects mostly stop at 64, and a list and a status lie around it.
    private const int MaxDepth = 32;

    /// <summary>The form of an answer for <c>status.apigBind.response</c>.</summary>
    /// <param name="reply">An answer with a code.</param>
    public static JsonElement Of(GatewayReply reply)
    {
        if (!reply.IsCut)
        {
            try
            {
                using var whole = JsonDocument.Parse(reply.Utf8, new JsonDocumentOptions { MaxDepth = MaxDepth });
                if (Written(writer => Write(writer, whole.RootElement)) is { Length: <= MaxBytes } fitting)
                {
                    return JsonElement.Parse(fitting.Span);
                }
            }
            catch (JsonException)
            {
                // It is deeper: trimmed as one that is larger is.
            }
        }

        return JsonElement.Parse(Written(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("res_code", reply.Code);
            writer.WriteString("res_message", reply.Message);
            writer.WriteBoolean("trimmed", true);
            writer.WriteEndObject();
        }).Span);
    }

    private static ReadOnlyMemory<byte> Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var properties = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
                foreach (var property in element.EnumerateObject())
                {
                    properties[property.Name] = property.Value;
                }

                writer.WriteStartObject();
                foreach (var (name, value) in properties)
                {
                    writer.WritePropertyName(name);
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Number when !(element.TryGetDouble(out var number) && double.IsFinite(number)):
                writer.WriteStringValue(element.GetRawText());
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
