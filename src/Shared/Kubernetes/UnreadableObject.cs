using System.Buffers;
using System.Globalization;
using System.Text.Json;
using ApiBridge.Domain;

namespace ApiBridge.Shared.Kubernetes;

/// <summary>An object that is there and can't be read: what can be told of it all the same. Texts that it does not tell are empty.</summary>
/// <param name="Namespace">Its namespace, as it is written.</param>
/// <param name="Name">Its name, as it is written.</param>
/// <param name="Uid">Its uid.</param>
/// <param name="ResourceVersion">Its version.</param>
/// <param name="Reason">Why it can't be read, in a few words.</param>
public sealed record UnreadableObject(string Namespace, string Name, string Uid, string ResourceVersion, string Reason)
{
    /// <summary>
    /// JSON of the object without its spec, from which its record can be read; empty when that can't be read either.
    /// </summary>
    public ReadOnlyMemory<byte> Rest { get; init; }

    /// <summary>Whether it has a namespace and a name that an object can have.</summary>
    public bool IsNamed => KubernetesName.IsService(Namespace) && KubernetesName.IsValid(Name);

    /// <summary>Finds out what can be told.</summary>
    /// <param name="json">UTF-8 text; it may be cut off.</param>
    /// <param name="problem">What whoever tried to read it says.</param>
    /// <returns>What is there.</returns>
    public static UnreadableObject Of(ReadOnlyMemory<byte> json, string problem)
    {
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        Dictionary<string, ReadOnlyMemory<byte>> parts = new(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json.Span, JsonDepth.Unbounded);
        try
        {
            Walk(ref reader, json, texts, parts);
        }
        catch (JsonException)
        {
            // It is cut off: what came before is told.
        }

        var depth = JsonDepth.Of(json.Span);
        var reason = depth > JsonDepth.MaxObject
            ? string.Create(CultureInfo.InvariantCulture, $"it is nested {depth} levels deep, and no more than {JsonDepth.MaxObject} are read")
            : Excerpt.Of(problem);
        return new(Text("namespace"), Text("name"), Text("uid"), Text("resourceVersion"), reason) { Rest = RestOf(parts) };

        string Text(string name) => texts.GetValueOrDefault(name, string.Empty);
    }

    /// <summary>The object, and why it can't be read, in one line.</summary>
    public override string ToString() => $"{Excerpt.Of(Namespace)}/{Excerpt.Of(Name)}: {Reason}";

    private static void Walk(
        ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, Dictionary<string, string> texts, Dictionary<string, ReadOnlyMemory<byte>> parts)
    {
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
        {
            return;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var part = reader.IsAt("metadata"u8) ? "metadata" : reader.IsAt("status"u8) ? "status" : null;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (part is "metadata" && reader.TokenType is JsonTokenType.StartObject)
            {
                ReadTexts(ref reader, texts);
            }
            else
            {
                reader.Skip();
            }

            if (part is not null)
            {
                parts[part] = json[start..(int)reader.BytesConsumed];
            }
        }
    }

    private static void ReadTexts(ref Utf8JsonReader reader, Dictionary<string, string> texts)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = reader.IsAt("namespace"u8) ? "namespace"
                : reader.IsAt("name"u8) ? "name"
                : reader.IsAt("uid"u8) ? "uid"
                : reader.IsAt("resourceVersion"u8) ? "resourceVersion"
                : null;
            reader.Read();
            if (name is not null && reader.TokenType is JsonTokenType.String)
            {
                texts[name] = ReadText(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static string ReadText(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return string.Empty;
        }
    }

    private static ReadOnlyMemory<byte> RestOf(Dictionary<string, ReadOnlyMemory<byte>> parts)
    {
        if (!parts.TryGetValue("metadata", out var metadata))
        {
            return default;
        }

        var rest = new ArrayBufferWriter<byte>();
        rest.Write("{\"metadata\":"u8);
        rest.Write(metadata.Span);
        if (parts.TryGetValue("status", out var status))
        {
            rest.Write(",\"status\":"u8);
            rest.Write(status.Span);
        }

        rest.Write("}"u8);
        try
        {
            using var document = ObjectJson.Parse(rest.WrittenMemory);
            return rest.WrittenMemory;
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
