using System.Text.Json.Nodes;
using ApiBridge.Domain;

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
    private const int LongestName = 253;

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

        var apiVersion = Text(file, json, "apiVersion");
        var (group, version) = apiVersion.Split('/') switch
        {
            [var core] => (string.Empty, core),
            [var named, var its] when KubernetesName.IsValid(named) => (named, its),
            _ => (string.Empty, string.Empty),
        };
        if (!KubernetesName.IsService(version))
        {
            throw new InvalidSampleException($"{file}: apiVersion is '{Excerpt.Of(apiVersion)}': write a version like v1, or a group with one like apps/v1");
        }

        var metadata = json["metadata"] as JsonObject
            ?? throw new InvalidSampleException($"{file} has no metadata: give the object a metadata.name");
        return new(
            file, group, version, Text(file, json, "kind"),
            metadata["namespace"] is null ? null : NameIn(file, metadata, "namespace", KubernetesName.IsService),
            NameIn(file, metadata, "name", IsPathSegment), json);
    }

    // What some kinds' names may be beyond those of most, but nothing that would make another path.
    private static bool IsPathSegment(string name) =>
        name is not ("." or "..") && name.Length <= LongestName && name.IndexOfAny(['/', '%', '?', '#']) < 0 && !name.Any(char.IsControl) && !name.Any(char.IsWhiteSpace);

    private static string NameIn(string file, JsonObject metadata, string field, Func<string, bool> isName) =>
        Text(file, metadata, field) is var name && isName(name)
            ? name
            : throw new InvalidSampleException($"{file}: metadata.{field} is '{Excerpt.Of(name)}': give a name that an object can have");

    private static string Text(string file, JsonObject json, string field) =>
        json[field] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0
            ? text
            : throw new InvalidSampleException($"{file}: {field} is '{Excerpt.Of(json[field]?.ToJsonString() ?? "missing")}': give it a text");
}
