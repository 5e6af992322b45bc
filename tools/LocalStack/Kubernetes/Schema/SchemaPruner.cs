using System.Text.Json.Nodes;

namespace ApiBridge.LocalStack.Kubernetes.Schema;

/// <summary>
/// Removes the fields a schema does not know, as apiextensions-apiserver does: only fields of objects, never values, and whatever
/// the shape of the value is. So a list of objects under a schema of an object without items becomes a list of empty objects.
/// </summary>
internal static class SchemaPruner
{
    private static readonly HashSet<string> TypeFields = ["apiVersion", "kind", "metadata"];

    /// <summary>Prunes an object in place and returns the paths of what was removed.</summary>
    public static IReadOnlyList<string> Prune(JsonObject body, StructuralSchema schema)
    {
        var removed = new List<string>();
        PruneFields(body, schema, "", removed, isResource: true);
        return removed;
    }

    private static void PruneValue(JsonNode? value, StructuralSchema? schema, string path, List<string> removed)
    {
        if (value is JsonObject map)
        {
            PruneFields(map, schema, path, removed, schema?.IsEmbeddedResource == true);
        }
        else if (value is JsonArray list && !(schema is { PreservesUnknownFields: true, Items: null }))
        {
            for (var i = 0; i < list.Count; i++)
            {
                PruneValue(list[i], schema?.Items, $"{path}[{i}]", removed);
            }
        }
    }

    private static void PruneFields(JsonObject map, StructuralSchema? schema, string path, List<string> removed, bool isResource)
    {
        foreach (var (name, value) in map.ToList())
        {
            if (isResource && TypeFields.Contains(name))
            {
                continue;
            }

            var at = path.Length == 0 ? name : $"{path}.{name}";
            if (schema?.Field(name) is { } field)
            {
                PruneValue(value, field, at, removed);
            }
            else if (schema is not { PreservesUnknownFields: true })
            {
                map.Remove(name);
                removed.Add(at);
            }
        }
    }
}
