using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Objects;

namespace ApiBridge.LocalStack.Kubernetes.Patching;

/// <summary>JSON patch, RFC 6902.</summary>
internal static class JsonPatch
{
    /// <summary>The target after all operations; the target itself is changed on the way.</summary>
    /// <exception cref="FormatException">The patch itself is malformed.</exception>
    /// <exception cref="PatchRefusedException">An operation does not fit the target, or a test failed.</exception>
    public static JsonObject Apply(JsonObject target, JsonArray patch) =>
        patch.Aggregate(target, (document, operation) => Apply(
            document, operation as JsonObject ?? throw new FormatException("an operation of a JSON patch is an object")));

    private static JsonObject Apply(JsonObject document, JsonObject operation)
    {
        var path = Pointer(operation, "path");
        switch (operation.Text("op"))
        {
            case "add" when path.IsRoot:
            case "replace" when path.IsRoot:
                return Value(operation) as JsonObject ?? throw new PatchRefusedException("the whole object can only be an object");
            case "add":
                path.Add(document, Value(operation));
                break;
            case "replace":
                Replace(document, path, Value(operation));
                break;
            case "remove":
                path.Remove(document);
                break;
            case "copy":
                path.Add(document, Pointer(operation, "from").Get(document)?.DeepClone());
                break;
            case "move":
                var from = Pointer(operation, "from");
                var moved = from.Get(document)?.DeepClone();
                from.Remove(document);
                path.Add(document, moved);
                break;
            case "test":
                Test(document, path, Value(operation));
                break;
            default:
                throw new FormatException($"JSON patch operation \"{operation["op"]}\" is unknown");
        }

        return document;
    }

    private static void Replace(JsonObject document, JsonPointer path, JsonNode? value)
    {
        path.Get(document);
        path.Remove(document);
        path.Add(document, value);
    }

    private static void Test(JsonObject document, JsonPointer path, JsonNode? wanted)
    {
        JsonNode? found;
        try
        {
            found = path.Get(document);
        }
        catch (PatchRefusedException) when (wanted is null)
        {
            return; // An absent value passes a test for null, as it does in the library real servers use.
        }

        if (!JsonNode.DeepEquals(found, wanted))
        {
            throw new PatchRefusedException($"testing value {path} failed");
        }
    }

    private static JsonNode? Value(JsonObject operation) => operation["value"]?.DeepClone();

    private static JsonPointer Pointer(JsonObject operation, string field) =>
        new(operation.Text(field) ?? throw new FormatException($"a JSON patch operation lacks \"{field}\""));
}
