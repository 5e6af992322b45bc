using System.Text.Json.Nodes;

namespace ApiBridge.BridgeProcess.Tests;

/// <summary>Which custom resource is watched, and in which version.</summary>
public sealed class ResourceTests(ClusterFixture cluster, AzuriteFixture azurite) : BridgeProcessTest(cluster, azurite)
{
    [Fact]
    public async Task TheNewestVersionThatIsServedIsWatched()
    {
        var apis = new Apis(Cluster, await Cluster.NewNamespaceAsync());
        StartBridge(apis.Namespace);

        var announced = await AnnouncedAsync(await apis.CreateAsync("orders"));

        Assert.EndsWith("/apis/oda.tmforum.org/v1/exposedapis", announced[0].Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheOlderResourceIsNamedAndWaitedForWhereItIsMissing()
    {
        var apis = new Apis(Cluster, await Cluster.NewNamespaceAsync(), "v1beta1", "apis");
        var bridge = StartBridge(apis.Namespace, ("ApiBridge:Resource:Plural", "apis"));
        await bridge.IsUnreadyAsync("the CustomResourceDefinition apis.oda.tmforum.org is missing");
        await bridge.SaysAsync("install the CustomResourceDefinition apis.oda.tmforum.org");

        await Cluster.DefineAsync(OlderDefinition().ToJsonString());

        await bridge.IsSettledAsync();
        var announced = await AnnouncedAsync(await apis.CreateAsync("orders"));
        Assert.EndsWith("/apis/oda.tmforum.org/v1beta2/apis", announced[0].Source, StringComparison.Ordinal);
    }

    // The group's newest versions do not serve it, and its own newest is not served.
    private static JsonObject OlderDefinition() => new()
    {
        ["apiVersion"] = "apiextensions.k8s.io/v1",
        ["kind"] = "CustomResourceDefinition",
        ["metadata"] = new JsonObject { ["name"] = "apis.oda.tmforum.org" },
        ["spec"] = new JsonObject
        {
            ["group"] = "oda.tmforum.org",
            ["scope"] = "Namespaced",
            ["names"] = new JsonObject { ["plural"] = "apis", ["singular"] = "api", ["kind"] = "API" },
            ["versions"] = new JsonArray([.. new[] { ("v1alpha1", true), ("v1beta1", true), ("v1beta2", true), ("v1beta3", false) }.Select(Version)]),
        },
    };

    private static JsonNode Version((string Name, bool IsServed) version) => new JsonObject
    {
        ["name"] = version.Name,
        ["served"] = version.IsServed,
        ["storage"] = version.Name == "v1beta2",
        ["schema"] = new JsonObject
        {
            ["openAPIV3Schema"] = new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true },
        },
    };
}
