using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Resources;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>
/// OpenAPI v3, as much of it as kubectl uses: whether the server validates fields by itself, which patches a kind takes, and the
/// schemas that <c>kubectl explain</c> shows.
/// </summary>
internal sealed class OpenApiDocuments(ResourceCatalog catalog, DiscoveryDocuments discovery)
{
    private const string Kind = "x-kubernetes-group-version-kind";

    /// <summary><c>/openapi/v2</c>.</summary>
    public byte[] Definitions() => OpenApiDefinitions.Write(
        from type in catalog.All
        from served in type.Versions.Where(version => version.Served)
        select (SchemaName(type.Group, served.Name, type.Kind), type.Group, served.Name, type.Kind));

    /// <summary><c>/openapi/v3</c>.</summary>
    public JsonObject Index()
    {
        var paths = new JsonObject();
        foreach (var (group, version) in discovery.GroupVersions())
        {
            var path = Root(group, version).TrimStart('/');
            paths[path] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}" };
        }

        return new JsonObject { ["paths"] = paths };
    }

    /// <summary><c>/openapi/v3/apis/{group}/{version}</c>, or null when it is not served.</summary>
    public JsonObject? Document(string group, string version)
    {
        var paths = new JsonObject();
        var schemas = new JsonObject();
        foreach (var type in catalog.All.Where(type => type.Group == group && type.FindServed(version) is not null))
        {
            var served = type.FindServed(version)!;
            var collection = Root(group, version) + (type.Namespaced ? "/namespaces/{namespace}/" : "/") + type.Plural;
            paths[collection] = new JsonObject
            {
                ["get"] = Operation(type, version, "list"),
                ["post"] = Operation(type, version, "post"),
            };
            paths[collection + "/{name}"] = new JsonObject
            {
                ["get"] = Operation(type, version, "get"),
                ["put"] = Operation(type, version, "put"),
                ["patch"] = Patch(type, version),
                ["delete"] = Operation(type, version, "delete"),
            };
            schemas[SchemaName(group, version, type.Kind)] = Schema(type, served);
        }

        return paths.Count == 0
            ? null
            : new JsonObject
            {
                ["openapi"] = "3.0.0",
                ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "v1.32.0" },
                ["paths"] = paths,
                ["components"] = new JsonObject { ["schemas"] = schemas },
            };
    }

    private static string Root(string group, string version) => group.Length == 0 ? $"/api/{version}" : $"/apis/{group}/{version}";

    private static JsonObject Patch(ResourceType type, string version)
    {
        var operation = Operation(type, version, "patch");

        // The strategic merge patch of the built-in kinds is taken, but not told: kubectl then makes it by the types it has itself, and does
        // not look for fields and merge keys in schemas that this server has none of.
        var content = new JsonObject
        {
            ["application/json-patch+json"] = new JsonObject(),
            ["application/merge-patch+json"] = new JsonObject(),
            ["application/apply-patch+yaml"] = new JsonObject(),
        };
        operation["requestBody"] = new JsonObject { ["content"] = content };
        return operation;
    }

    private static JsonObject Operation(ResourceType type, string version, string action) => new()
    {
        ["parameters"] = action is "post" or "put" or "patch" ? new JsonArray(Parameter("dryRun"), Parameter("fieldValidation")) : [],
        ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
        ["x-kubernetes-action"] = action,
        [Kind] = KindOf(type, version),
    };

    private static JsonObject Parameter(string name) => new()
    {
        ["name"] = name,
        ["in"] = "query",
        ["schema"] = new JsonObject { ["type"] = "string", ["uniqueItems"] = true },
    };

    private static JsonObject Schema(ResourceType type, ServedVersion version)
    {
        var schema = version.OpenApiSchema?.DeepClone() as JsonObject
            ?? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };
        if (schema["properties"] is not JsonObject properties)
        {
            properties = [];
            schema["properties"] = properties;
        }

        properties["apiVersion"] = Described("string", "The version of the representation of this object.");
        properties["kind"] = Described("string", "The kind of the object.");
        properties["metadata"] = Described("object", "Standard object's metadata.");
        schema[Kind] = new JsonArray(KindOf(type, version.Name));
        return schema;
    }

    private static JsonObject Described(string type, string description) => new() { ["type"] = type, ["description"] = description };

    private static JsonObject KindOf(ResourceType type, string version) =>
        new() { ["group"] = type.Group, ["kind"] = type.Kind, ["version"] = version };

    private static string SchemaName(string group, string version, string kind) =>
        string.Join('.', group.Split('.', StringSplitOptions.RemoveEmptyEntries).Reverse().Append(version).Append(kind));
}
