using System.Text;
using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Objects;

namespace ApiBridge.LocalStack.Kubernetes.Serving.Protobuf;

/// <summary>Reads objects in Kubernetes' protobuf encoding, in which kubectl creates built-in kinds whatever the server prefers.</summary>
internal static class ProtobufDocument
{
    public const string MediaType = "application/vnd.kubernetes.protobuf";

    private static readonly ProtobufMessage TextEntry = Entry(ProtobufKind.Text);
    private static readonly ProtobufMessage BytesEntry = Entry(ProtobufKind.Bytes);

    /// <summary>The object as JSON.</summary>
    /// <exception cref="FormatException">It is malformed, or of a kind that is only read as JSON.</exception>
    public static JsonObject Parse(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith("k8s\0"u8))
        {
            throw new FormatException("the protobuf body lacks Kubernetes' prefix");
        }

        var envelope = Read(body[4..], KubernetesMessages.Envelope);
        var kind = envelope["type"]?["kind"]?.ToString() ?? "";
        if (!KubernetesMessages.ByKind.TryGetValue(kind, out var message))
        {
            throw new FormatException($"objects of kind \"{kind}\" are read as JSON or YAML only");
        }

        var raw = Convert.FromBase64String(envelope.Text("raw") ?? "");
        var result = Read(raw, message);
        result["apiVersion"] = envelope["type"]?["apiVersion"]?.ToString();
        result["kind"] = kind;
        return result;
    }

    private static JsonObject Read(ReadOnlySpan<byte> bytes, ProtobufMessage message)
    {
        var result = new JsonObject();
        while (!bytes.IsEmpty)
        {
            var tag = Varint(ref bytes);
            var field = message.Fields.GetValueOrDefault((int)(tag >> 3));
            switch (tag & 7)
            {
                case 0:
                    var number = (long)Varint(ref bytes);
                    Set(result, field, field?.Kind == ProtobufKind.Flag ? number != 0 : (JsonNode)number);
                    break;
                case 2:
                    var value = Take(ref bytes, Varint(ref bytes));
                    SetBytes(result, field, value);
                    break;
                case 1:
                    Take(ref bytes, 8);
                    break;
                case 5:
                    Take(ref bytes, 4);
                    break;
                default:
                    throw new FormatException("the protobuf body has an unknown wire type");
            }
        }

        return result;
    }

    private static void SetBytes(JsonObject result, ProtobufField? field, ReadOnlySpan<byte> value)
    {
        switch (field?.Kind)
        {
            case ProtobufKind.Text when value.Length > 0 || field.Repeated:
                Set(result, field, Encoding.UTF8.GetString(value));
                break;
            case ProtobufKind.Bytes:
                Set(result, field, Convert.ToBase64String(value));
                break;
            case ProtobufKind.Message:
                Set(result, field, Read(value, field.Message!));
                break;
            case ProtobufKind.TextMap or ProtobufKind.BytesMap:
                var entry = Read(value, field.Kind == ProtobufKind.TextMap ? TextEntry : BytesEntry);
                (result[field.Name] ??= new JsonObject())[entry.Text("key") ?? ""] = entry.Text("value") ?? "";
                break;
        }
    }

    private static void Set(JsonObject result, ProtobufField? field, JsonNode value)
    {
        if (field is { Repeated: true })
        {
            ((JsonArray)(result[field.Name] ??= new JsonArray())).Add(value);
        }
        else if (field is not null)
        {
            result[field.Name] = value;
        }
    }

    private static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64 && !bytes.IsEmpty; shift += 7)
        {
            var part = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new FormatException("the protobuf body ends within a number");
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, ulong length)
    {
        if (length > (ulong)bytes.Length)
        {
            throw new FormatException("the protobuf body ends within a field");
        }

        var taken = bytes[..(int)length];
        bytes = bytes[(int)length..];
        return taken;
    }

    private static ProtobufMessage Entry(ProtobufKind value) => new(new Dictionary<int, ProtobufField>
    {
        [1] = new("key", ProtobufKind.Text),
        [2] = new("value", value),
    });
}
