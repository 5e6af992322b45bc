using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Statuses;

/// <summary>The smallest RFC 7386 merge patch that makes a document say what is wanted.</summary>
internal static class MergePatch
{
    /// <summary>What to send so that every field of <paramref name="wanted"/> holds. Fields it does not name stay as they are.</summary>
    /// <param name="current">The document as it stands; undefined when there is none.</param>
    /// <param name="wanted">The fields that matter; null means absent.</param>
    /// <returns>The patch; empty when nothing would change.</returns>
    public static JsonObject Between(JsonElement current, JsonObject wanted)
    {
        var patch = new JsonObject();
        foreach (var (name, value) in wanted)
        {
            var present = current.Child(name);
            if (value is JsonObject child && present.ValueKind == JsonValueKind.Object)
            {
                if (Between(present, child) is { Count: > 0 } inner)
                {
                    patch[name] = inner;
                }
            }
            else if (!Same(present, value))
            {
                patch[name] = value?.DeepClone();
            }
        }

        return patch;
    }

    /// <summary>The same, where <paramref name="wanted"/> is all there shall be: what else stands there is removed.</summary>
    public static JsonObject Exactly(JsonElement current, JsonObject wanted)
    {
        var complete = (JsonObject)wanted.DeepClone();
        if (current.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in current.EnumerateObject())
            {
                if (!complete.ContainsKey(property.Name))
                {
                    complete[property.Name] = null;
                }
                else if (complete[property.Name] is JsonObject child)
                {
                    complete[property.Name] = Exactly(property.Value, child);
                }
            }
        }

        return complete;
    }

    /// <summary>A document after a patch.</summary>
    /// <param name="current">The document as it stands; undefined when there is none.</param>
    /// <param name="patch">The patch.</param>
    public static JsonObject Applied(JsonElement current, JsonObject patch)
    {
        var document = current.ValueKind == JsonValueKind.Object ? JsonObject.Create(current)! : [];
        Apply(document, patch);
        return document;
    }

    private static void Apply(JsonObject document, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                document.Remove(name);
            }
            else if (value is JsonObject fields)
            {
                var inner = document[name] as JsonObject ?? [];
                document[name] = inner.Parent is null ? inner : inner.DeepClone();
                Apply((JsonObject)document[name]!, fields);
            }
            else
            {
                document[name] = value.DeepClone();
            }
        }
    }

    private static bool Same(JsonElement present, JsonNode? value) =>
        present.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null
            ? IsEmpty(value)
            : value is not null && CanonicalJson.Hash(present) == CanonicalJson.Hash(JsonSerializer.SerializeToElement(value));

    // An object of nothing but nulls asks for nothing where there is nothing.
    private static bool IsEmpty(JsonNode? value) =>
        value is null || (value is JsonObject fields && fields.Count > 0 && fields.All(field => IsEmpty(field.Value)));
}
