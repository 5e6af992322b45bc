using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Kubernetes.Resources;

namespace ApiBridge.LocalStack.Kubernetes.Serving;

/// <summary>Tells clients which groups, versions and resources there are. Not aggregated: clients fall back to these documents.</summary>
internal sealed class DiscoveryDocuments(ResourceCatalog catalog)
{
    private static readonly string[] Verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
    private static readonly string[] StatusVerbs = ["get", "patch", "update"];

    /// <summary><c>/version</c>; the number is that of the API conventions followed, not of a Kubernetes build.</summary>
    public static JsonObject Version() => new()
    {
        ["major"] = "1",
        ["minor"] = "32",
        ["gitVersion"] = "v1.32.0+emulator",
        ["gitCommit"] = "",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "1970-01-01T00:00:00Z",
        ["goVersion"] = "",
        ["compiler"] = "",
        ["platform"] = "dotnet",
    };

    /// <summary><c>/api</c>.</summary>
    public static JsonObject CoreVersions(string address) => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(
            new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = address }),
    };

    /// <summary><c>/apis</c>.</summary>
    public JsonObject Groups()
    {
        var groups = catalog.All.Where(type => type.Group.Length > 0).Select(type => type.Group).Distinct();
        return new JsonObject
        {
            ["kind"] = "APIGroupList",
            ["apiVersion"] = "v1",
            ["groups"] = new JsonArray([.. groups.Select(group => Group(group)!)]),
        };
    }

    /// <summary><c>/apis/{group}</c>, or null when there is no such group.</summary>
    public JsonObject? Group(string group)
    {
        var versions = VersionsOf(group)
            .Select(version => new JsonObject { ["groupVersion"] = $"{group}/{version}", ["version"] = version })
            .ToArray();
        return versions.Length == 0 || group.Length == 0
            ? null
            : new JsonObject
            {
                ["kind"] = "APIGroup",
                ["apiVersion"] = "v1",
                ["name"] = group,
                ["versions"] = new JsonArray(versions),
                ["preferredVersion"] = versions[0].DeepClone(),
            };
    }

    /// <summary><c>/apis/{group}/{version}</c>, or null when it is not served.</summary>
    public JsonObject? Resources(string group, string version)
    {
        var resources = catalog.All
            .Where(type => type.Group == group && type.FindServed(version) is not null)
            .SelectMany(type => Entries(type, type.FindServed(version)!))
            .ToArray();
        return resources.Length == 0
            ? null
            : new JsonObject
            {
                ["kind"] = "APIResourceList",
                ["apiVersion"] = "v1",
                ["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}",
                ["resources"] = new JsonArray(resources),
            };
    }

    /// <summary>All groups with their versions, the core group first.</summary>
    public IEnumerable<(string Group, string Version)> GroupVersions() =>
        from @group in catalog.All.Select(type => type.Group).Distinct()
        from version in VersionsOf(@group)
        select (@group, version);

    private IEnumerable<string> VersionsOf(string group) => catalog.All
        .Where(type => type.Group == group)
        .SelectMany(type => type.Versions.Where(version => version.Served).Select(version => version.Name))
        .Distinct()
        .Order(ApiVersionOrder.BestFirst);

    private static IEnumerable<JsonObject> Entries(ResourceType type, ServedVersion version)
    {
        var entry = Entry(type, type.Plural, Verbs);
        entry["singularName"] = type.Singular;
        if (type.ShortNames.Count > 0)
        {
            entry["shortNames"] = Texts(type.ShortNames);
        }

        if (type.Categories.Count > 0)
        {
            entry["categories"] = Texts(type.Categories);
        }

        yield return entry;
        if (version.HasStatus)
        {
            yield return Entry(type, type.Plural + "/status", StatusVerbs);
        }
    }

    private static JsonObject Entry(ResourceType type, string name, IEnumerable<string> verbs) => new()
    {
        ["name"] = name,
        ["singularName"] = "",
        ["namespaced"] = type.Namespaced,
        ["kind"] = type.Kind,
        ["verbs"] = Texts(verbs),
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
