using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Samples;

/// <summary>One Kubernetes object of a sample file.</summary>
/// <param name="File">The file it stands in.</param>
/// <param name="Group">Its API group; empty for the core group.</param>
/// <param name="Version">Its API version.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Namespace">Its namespace; null when it names none.</param>
/// <param name="Name">Its name.</param>
/// <param name="Json">The object.</param>
public sealed record SampleObject(string File, string Group, string Version, string Kind, string? Namespace, string Name, JsonObject Json)
{
    /// <summary>The object in a document.</summary>
    /// <param name="file">Where it stands, for errors.</param>
    /// <param name="document">The document.</param>
    /// <returns>The object.</returns>
    /// <exception cref="InvalidSampleException">It is no Kubernetes object.</exception>
    public static SampleObject From(string file, JsonNode document)
    {
        if (document is not JsonObject json)
        {
            throw new InvalidSampleException($"{file} holds no object at its top: write one with apiVersion, kind and metadata");
        }

        var apiVersion = Text(file, json, "apiVersion").Split('/', 2);
        var metadata = json["metadata"] as JsonObject
            ?? throw new InvalidSampleException($"{file} has no metadata: give the object a metadata.name");
        return new(
            file,
            apiVersion.Length == 2 ? apiVersion[0] : string.Empty,
            apiVersion[^1],
            Text(file, json, "kind"),
            (metadata["namespace"] as JsonValue)?.ToString(),
            Text(file, metadata, "name"),
            json);
    }

    private static string Text(string file, JsonObject json, string field) =>
        json[field] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0
            ? text
            : throw new InvalidSampleException($"{file}: {field} is '{json[field]?.ToJsonString() ?? "missing"}': give it a text");
}
