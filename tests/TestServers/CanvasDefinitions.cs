using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Samples;

namespace ApiBridge.TestServers;

/// <summary>The CustomResourceDefinitions of a Canvas, in the variants that clusters have.</summary>
public static class CanvasDefinitions
{
    /// <summary>The group of all of them.</summary>
    public const string Group = "oda.tmforum.org";

    /// <summary>ExposedAPIs.</summary>
    /// <param name="group">The group; another one lets variants stand side by side.</param>
    /// <param name="hasStatus">Whether their status is a subresource.</param>
    /// <returns>The definition.</returns>
    public static SampleObject ExposedApis(string group = Group, bool hasStatus = false) => Variant("exposedapis", group, hasStatus);

    /// <summary>ExposedAPIs as before Canvas 1.2.5: also at v1 the specification is a list of objects.</summary>
    /// <param name="group">The group.</param>
    /// <param name="stored">The version at which they are stored.</param>
    /// <returns>The definition.</returns>
    public static SampleObject FormerExposedApis(string group, string stored)
    {
        var definition = ExposedApis(group);
        var versions = definition.Json["spec"]!["versions"]!.AsArray();
        foreach (var version in versions)
        {
            version!["storage"] = version["name"]!.ToString() == stored;
        }

        Properties("v1")["specification"] = Properties("v1beta4")["specification"]!.DeepClone();
        return definition;

        JsonNode Properties(string name) =>
            versions.Single(version => version!["name"]!.ToString() == name)!["schema"]!["openAPIV3Schema"]!["properties"]!["spec"]!["properties"]!;
    }

    /// <summary>Components.</summary>
    /// <param name="group">The group.</param>
    /// <param name="hasStatus">Whether their status is a subresource.</param>
    /// <returns>The definition.</returns>
    public static SampleObject Components(string group = Group, bool hasStatus = false) => Variant("components", group, hasStatus);

    /// <summary>The older definition of APIs, which leaves the spec open.</summary>
    /// <param name="group">The group.</param>
    /// <param name="hasStatus">Whether their status is a subresource.</param>
    /// <returns>The definition.</returns>
    public static SampleObject OlderApis(string group = Group, bool hasStatus = false)
    {
        string[] versions = ["v1beta1", "v1beta2", "v1beta3", "v1beta4"];
        var definition = new JsonObject
        {
            ["apiVersion"] = "apiextensions.k8s.io/v1",
            ["kind"] = "CustomResourceDefinition",
            ["metadata"] = new JsonObject { ["name"] = $"apis.{group}" },
            ["spec"] = new JsonObject
            {
                ["group"] = group,
                ["scope"] = "Namespaced",
                ["names"] = new JsonObject { ["plural"] = "apis", ["singular"] = "api", ["kind"] = "API" },
                ["versions"] = new JsonArray([.. versions.Select(version => OpenVersion(version, isStored: version == versions[^1]))]),
            },
        };
        return SampleObject.From("apis", WithStatus(definition, hasStatus));
    }

    private static SampleObject Variant(string plural, string group, bool hasStatus)
    {
        var definition = SampleFolder.Read(Path.Combine(AppContext.BaseDirectory, "samples", "crds"))
            .Single(sample => sample.Name == $"{plural}.{Group}").Json;
        definition["metadata"]!["name"] = $"{plural}.{group}";
        definition["spec"]!["group"] = group;
        return SampleObject.From(plural, WithStatus(definition, hasStatus));
    }

    private static JsonObject WithStatus(JsonObject definition, bool hasStatus)
    {
        foreach (var version in hasStatus ? definition["spec"]!["versions"]!.AsArray() : [])
        {
            version!["subresources"] = new JsonObject { ["status"] = new JsonObject() };
        }

        return definition;
    }

    private static JsonObject OpenVersion(string name, bool isStored) => new()
    {
        ["name"] = name,
        ["served"] = true,
        ["storage"] = isStored,
        ["schema"] = new JsonObject
        {
            ["openAPIV3Schema"] = new JsonObject
            {
                ["type"] = "object",
                ["required"] = new JsonArray("spec"),
                ["properties"] = new JsonObject { ["spec"] = OpenObject(), ["status"] = OpenObject() },
            },
        },
    };

    private static JsonObject OpenObject() => new() { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };
}
