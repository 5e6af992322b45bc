using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Resources;
using ApiBridge.LocalStack.Kubernetes.Schema;
using ApiBridge.LocalStack.Kubernetes.Storage;

namespace ApiBridge.LocalStack.Kubernetes.Writing;

/// <summary>
/// Conversion strategy None: only apiVersion changes, and what the target version's schema does not know is pruned. Where the
/// versions disagree about a field's shape, that loses data, on a real server as well.
/// </summary>
internal static class VersionConversion
{
    /// <summary>An object as a version shows it. It may be the stored body itself: never change it, clone it.</summary>
    public static JsonObject ToServed(StoredObject stored, ResourceType type, ServedVersion version) =>
        version.Name == type.StorageVersion && version.Renames is null ? stored.Body : Convert(stored.Body, type, version);

    /// <summary>An object of a version as it is stored.</summary>
    public static JsonObject ToStored(JsonObject body, ResourceType type, ServedVersion version)
    {
        if (version.Renames is { } renames)
        {
            return Rename(body, renames.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal), "v1");
        }

        return version.Name == type.StorageVersion ? body : Convert(body, type, type.Storage);
    }

    private static JsonObject Convert(JsonObject body, ResourceType type, ServedVersion target)
    {
        if (target.Renames is { } renames)
        {
            return Rename(body, renames, type.ApiVersion(target));
        }

        var converted = (JsonObject)body.DeepClone();
        converted["apiVersion"] = type.ApiVersion(target);
        if (target.Schema is { } schema)
        {
            SchemaPruner.Prune(converted, schema);
        }

        return converted;
    }

    private static JsonObject Rename(JsonObject body, IReadOnlyDictionary<string, string> names, string apiVersion)
    {
        var renamed = new JsonObject();
        foreach (var (name, value) in body)
        {
            renamed[names.GetValueOrDefault(name, name)] = value?.DeepClone();
        }

        renamed["apiVersion"] = apiVersion;
        return renamed;
    }
}
