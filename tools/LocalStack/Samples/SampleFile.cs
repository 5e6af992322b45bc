using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Serving;
using YamlDotNet.Core;

namespace ApiBridge.LocalStack.Samples;

/// <summary>The Kubernetes objects of one file: YAML with one or several documents, or JSON. A list stands for its items, as kubectl takes it.</summary>
internal static class SampleFile
{
    // An API server takes no object above 3 MB.
    private const long LargestFile = 16 * 1024 * 1024;
    private const string ListKind = "List";
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads it; a document without anything in it is none.</summary>
    /// <exception cref="InvalidSampleException">It can't be read, or holds something that is no Kubernetes object.</exception>
    public static IEnumerable<SampleObject> Read(string file)
    {
        IReadOnlyList<JsonNode?> documents;
        try
        {
            documents = YamlDocument.ParseAll(Text(file));
        }
        catch (Exception exception) when (exception is YamlException or JsonException)
        {
            throw new InvalidSampleException($"{file} is no YAML: {exception.Message}", exception);
        }

        return documents.Select((document, index) => (Document: document, Place: Place(file, documents.Count, "document", index)))
            .Where(found => found.Document is not null)
            .SelectMany(found => Objects(found.Place, found.Document!));
    }

    private static string Text(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            if (stream.Length > LargestFile)
            {
                throw new InvalidSampleException($"{file} has {stream.Length} bytes: a file of objects has {LargestFile} at most, so split it, or move it out of the folder");
            }

            using var reader = new StreamReader(stream, Strict, detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidSampleException($"{file} is not written in UTF-8: save it as that", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidSampleException($"{file} can't be read ({exception.Message}): mend it, or move it out of the folder", exception);
        }
    }

    private static IEnumerable<SampleObject> Objects(string place, JsonNode document)
    {
        if (document is not JsonObject json || !IsList(json, out var kind))
        {
            return [SampleObject.From(place, document)];
        }

        if (json["items"] is not JsonArray items)
        {
            throw new InvalidSampleException($"{place}: the {kind} has no items: give it a list of objects");
        }

        return items.ToList().SelectMany((item, index) => Objects(
            Place(place, int.MaxValue, "item", index),
            Complete(item, json, kind) ?? throw new InvalidSampleException($"{Place(place, int.MaxValue, "item", index)} is empty: write an object")));
    }

    // The items of a typed list, like a ConfigMapList, are of one kind, and need not say it.
    private static JsonNode? Complete(JsonNode? item, JsonObject list, string kind)
    {
        if (item is JsonObject json && kind != ListKind)
        {
            json["apiVersion"] ??= list["apiVersion"]?.DeepClone();
            json["kind"] ??= kind[..^ListKind.Length];
        }

        return item;
    }

    private static bool IsList(JsonObject json, out string kind)
    {
        kind = json["kind"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : string.Empty;
        return kind == ListKind || (kind.EndsWith(ListKind, StringComparison.Ordinal) && json.ContainsKey("items"));
    }

    private static string Place(string within, int count, string part, int index) =>
        count == 1 ? within : string.Create(CultureInfo.InvariantCulture, $"{within}, {part} {index + 1}");
}
