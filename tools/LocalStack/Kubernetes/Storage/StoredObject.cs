using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Objects;

namespace ApiBridge.LocalStack.Kubernetes.Storage;

/// <summary>One state of an object.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Revision">The store's revision that wrote this state.</param>
/// <param name="Body">The object in its storage version. Shared by all readers: never change it, clone it.</param>
internal sealed record StoredObject(ObjectName Name, long Revision, JsonObject Body)
{
    /// <summary>Its labels, which are the same in all versions. A selector looks at those of each object there is.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; } = LabelsOf(Body);

    private static Dictionary<string, string> LabelsOf(JsonObject body) =>
        (body.Metadata()["labels"] as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => pair.Value?.ToString() ?? "", StringComparer.Ordinal);
}
