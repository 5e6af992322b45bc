using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Objects;

namespace ApiBridge.LocalStack.Kubernetes.Patching;

/// <summary>
/// Strategic merge patch for the built-in kinds. Maps merge; the lists named below merge by their key, as the kinds' Go tags say;
/// every other list is replaced whole.
/// </summary>
internal static class StrategicMergePatch
{
    private const string DeleteFromList = "$deleteFromPrimitiveList/";

    /// <summary>Field to merge key; an empty key is a list of texts that is merged as a set.</summary>
    private static readonly Dictionary<string, string> MergeKeys = new(StringComparer.Ordinal)
    {
        ["finalizers"] = "",
        ["ownerReferences"] = "uid",
        ["conditions"] = "type",
        ["secrets"] = "name",
        ["imagePullSecrets"] = "name",
    };

    /// <summary>Changes the target in place.</summary>
    public static void Apply(JsonObject target, JsonObject patch)
    {
        if (patch.Text("$patch") == "replace")
        {
            target.Clear();
        }

        foreach (var (name, value) in patch)
        {
            if (name.StartsWith(DeleteFromList, StringComparison.Ordinal))
            {
                DeleteTexts(target[name[DeleteFromList.Length..]] as JsonArray ?? [], ObjectMetadata.Texts(value));
            }
            else if (name.StartsWith('$'))
            {
                continue; // Directives about order and retained keys say nothing about the content.
            }
            else if (value is null)
            {
                target.Remove(name);
            }
            else if (value is JsonObject changes)
            {
                MergeField(target, name, changes);
            }
            else if (value is JsonArray items && MergeKeys.TryGetValue(name, out var key))
            {
                target[name] = MergeList(target[name] as JsonArray ?? [], items, key);
            }
            else
            {
                target[name] = value.DeepClone();
            }
        }
    }

    private static void MergeField(JsonObject target, string name, JsonObject changes)
    {
        if (changes.Text("$patch") == "delete")
        {
            target.Remove(name);
            return;
        }

        if (target[name] is not JsonObject child)
        {
            child = [];
            target[name] = child;
        }

        Apply(child, changes);
    }

    private static JsonArray MergeList(JsonArray target, JsonArray patch, string key)
    {
        var replaces = patch.OfType<JsonObject>().Any(item => item.Count == 1 && item.Text("$patch") == "replace");
        var merged = replaces ? [] : (JsonArray)target.DeepClone();
        foreach (var item in patch)
        {
            if (key.Length == 0)
            {
                AddText(merged, item);
            }
            else if (item is JsonObject changes && changes[key] is { } id)
            {
                MergeItem(merged, changes, key, id);
            }
        }

        return merged;
    }

    private static void MergeItem(JsonArray merged, JsonObject changes, string key, JsonNode id)
    {
        var existing = merged.OfType<JsonObject>().FirstOrDefault(item => JsonNode.DeepEquals(item[key], id));
        if (changes.Text("$patch") == "delete")
        {
            merged.Remove(existing);
            return;
        }

        if (existing is null)
        {
            existing = [];
            merged.Add((JsonNode)existing);
        }

        Apply(existing, changes);
    }

    private static void AddText(JsonArray merged, JsonNode? item)
    {
        if (!merged.Any(present => JsonNode.DeepEquals(present, item)))
        {
            merged.Add(item?.DeepClone());
        }
    }

    private static void DeleteTexts(JsonArray list, IReadOnlyList<string> texts)
    {
        foreach (var item in list.Where(item => texts.Contains(item?.ToString() ?? "")).ToList())
        {
            list.Remove(item);
        }
    }
}
