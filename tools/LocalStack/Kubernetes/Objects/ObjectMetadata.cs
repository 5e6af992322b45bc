using System.Globalization;
using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Kubernetes.Objects;

/// <summary>Reads the fields that every object has. Reading an object with metadata never changes it.</summary>
internal static class ObjectMetadata
{
    /// <summary>The object's metadata, added when absent.</summary>
    public static JsonObject Metadata(this JsonObject body)
    {
        if (body["metadata"] is JsonObject metadata)
        {
            return metadata;
        }

        metadata = [];
        body["metadata"] = metadata;
        return metadata;
    }

    public static string? Text(this JsonObject map, string field) =>
        map[field] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static long? Number(this JsonObject map, string field) =>
        map[field] is JsonValue value && long.TryParse(value.ToJsonString(), CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    public static string Name(this JsonObject body) => body.Metadata().Text("name") ?? "";

    public static string Namespace(this JsonObject body) => body.Metadata().Text("namespace") ?? "";

    public static string? Uid(this JsonObject body) => body.Metadata().Text("uid");

    public static bool IsBeingDeleted(this JsonObject body) => body.Metadata()["deletionTimestamp"] is not null;

    public static IReadOnlyList<string> Finalizers(this JsonObject body) => Texts(body.Metadata()["finalizers"]);

    public static IEnumerable<JsonObject> OwnerReferences(this JsonObject body) =>
        body.Metadata()["ownerReferences"] is JsonArray owners ? owners.OfType<JsonObject>() : [];

    public static IReadOnlyList<string> Texts(JsonNode? list) =>
        list is JsonArray items ? [.. items.Select(item => item?.ToString() ?? "")] : [];

    /// <summary>A metav1.Time: RFC 3339 in whole seconds.</summary>
    public static string Timestamp(this TimeProvider time) =>
        time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
