using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ApiBridge.LocalStack.Kubernetes.Errors;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.LocalStack.Kubernetes.Schema;

namespace ApiBridge.LocalStack.Kubernetes.Resources;

/// <summary>What a CustomResourceDefinition (apiextensions.k8s.io/v1) means to the server.</summary>
internal static class CustomResourceDefinition
{
    /// <summary>Keeps a definition that is being deleted until its objects are gone.</summary>
    public const string CleanupFinalizer = "customresourcecleanup.apiextensions.k8s.io";

    private static readonly PrinterColumn Age = new("Age", "date", JsonPath.Parse(".metadata.creationTimestamp"));

    /// <summary>The resource that a definition in the store defines.</summary>
    public static ResourceType ToResourceType(JsonObject definition)
    {
        var spec = (JsonObject)definition["spec"]!;
        var names = (JsonObject)spec["names"]!;
        var versions = Versions(spec).ToList();
        return new ResourceType
        {
            Group = spec.Text("group")!,
            Plural = names.Text("plural")!,
            Kind = names.Text("kind")!,
            Singular = names.Text("singular")!,
            ListKind = names.Text("listKind")!,
            ShortNames = ObjectMetadata.Texts(names["shortNames"]),
            Categories = ObjectMetadata.Texts(names["categories"]),
            Namespaced = spec.Text("scope") == "Namespaced",
            IsCustom = true,
            HasGeneration = true,
            StorageVersion = versions.First(version => Flag(version, "storage")).Text("name")!,
            Versions = [.. versions.Select(ToServedVersion)],
        };
    }

    /// <summary>Fills in default names, the cleanup finalizer and the status of an accepted definition.</summary>
    public static void Prepare(JsonObject definition, TimeProvider time)
    {
        if (definition["spec"] is not JsonObject spec || spec["names"] is not JsonObject names || names.Text("kind") is not { } kind)
        {
            return; // Validation refuses it.
        }

        names["singular"] ??= kind.ToLowerInvariant();
        names["listKind"] ??= kind + "List";
        spec["conversion"] ??= new JsonObject { ["strategy"] = "None" };
        if (!definition.IsBeingDeleted() && !definition.Finalizers().Contains(CleanupFinalizer))
        {
            definition.Metadata()["finalizers"] =
                new JsonArray([.. definition.Finalizers().Append(CleanupFinalizer).Select(f => (JsonNode)f)]);
        }

        var old = definition["status"] as JsonObject;
        var stored = ObjectMetadata.Texts(old?["storedVersions"])
            .Union(Versions(spec).Where(version => Flag(version, "storage")).Select(version => version.Text("name") ?? ""));
        definition["status"] = new JsonObject
        {
            ["acceptedNames"] = names.DeepClone(),
            ["conditions"] = old?["conditions"]?.DeepClone() ?? new JsonArray(
                Condition("NamesAccepted", "NoConflicts", "no conflicts found", time),
                Condition("Established", "InitialNamesAccepted", "the initial names have been accepted", time)),
            ["storedVersions"] = new JsonArray([.. stored.Select(version => (JsonNode)version)]),
        };
    }

    public static IEnumerable<FieldError> Validate(JsonObject definition)
    {
        var spec = definition["spec"] as JsonObject ?? [];
        var names = spec["names"] as JsonObject ?? [];
        foreach (var (parent, path, field) in new[]
        {
            (spec, "spec", "group"), (spec, "spec", "scope"), (names, "spec.names", "plural"), (names, "spec.names", "kind"),
        })
        {
            if (string.IsNullOrEmpty(parent.Text(field)))
            {
                yield return FieldError.Required($"{path}.{field}");
            }
        }

        var wanted = $"{names.Text("plural")}.{spec.Text("group")}";
        if (definition.Name() != wanted)
        {
            yield return FieldError.Invalid("metadata.name", definition.Name(), "must be spec.names.plural+\".\"+spec.group");
        }

        if (spec["conversion"]?["strategy"]?.ToString() is not (null or "None"))
        {
            yield return FieldError.NotSupported("spec.conversion.strategy", spec["conversion"]!["strategy"], ["None"]);
        }

        if (Versions(spec).Count(version => Flag(version, "storage")) != 1)
        {
            yield return FieldError.Invalid("spec.versions", spec["versions"],
                "must have exactly one version marked as storage version");
        }

        foreach (var error in Versions(spec).SelectMany(ValidateVersion))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> ValidateVersion(JsonObject version, int index)
    {
        var path = $"spec.versions[{index}]";
        if (string.IsNullOrEmpty(version.Text("name")))
        {
            yield return FieldError.Required($"{path}.name");
        }

        if (version["schema"]?["openAPIV3Schema"] is not JsonObject)
        {
            yield return FieldError.Required($"{path}.schema.openAPIV3Schema", "schemas are required");
        }

        if (Unreadable(version) is { } problem)
        {
            yield return FieldError.Invalid(path, version.Text("name"), problem);
        }
    }

    /// <summary>Why the version's patterns or paths can't be read, or null.</summary>
    private static string? Unreadable(JsonObject version)
    {
        try
        {
            ToServedVersion(version);
            return null;
        }
        catch (Exception unreadable) when (unreadable is FormatException or RegexParseException)
        {
            return unreadable.Message;
        }
    }

    private static ServedVersion ToServedVersion(JsonObject version)
    {
        var schema = version["schema"]?["openAPIV3Schema"] as JsonObject;
        var columns = version["additionalPrinterColumns"] is JsonArray { Count: > 0 } list
            ? list.OfType<JsonObject>().Select(ToColumn)
            : [Age];
        return new ServedVersion(version.Text("name") ?? "")
        {
            Served = Flag(version, "served"),
            HasStatus = version["subresources"]?["status"] is JsonObject,
            Schema = schema is null ? null : StructuralSchema.Parse(schema),
            OpenApiSchema = schema,
            Columns = [.. columns],
        };
    }

    private static PrinterColumn ToColumn(JsonObject column) => new(
        column.Text("name") ?? "",
        column.Text("type") ?? "string",
        JsonPath.Parse(column.Text("jsonPath") ?? ""),
        (int)(column.Number("priority") ?? 0),
        column.Text("format") ?? "",
        column.Text("description") ?? "");

    private static IEnumerable<JsonObject> Versions(JsonObject spec) =>
        spec["versions"] is JsonArray versions ? versions.OfType<JsonObject>() : [];

    private static bool Flag(JsonObject map, string name) =>
        map[name] is JsonValue value && value.TryGetValue(out bool flag) && flag;

    private static JsonObject Condition(string type, string reason, string message, TimeProvider time) => new()
    {
        ["type"] = type,
        ["status"] = "True",
        ["lastTransitionTime"] = time.Timestamp(),
        ["reason"] = reason,
        ["message"] = message,
    };
}
