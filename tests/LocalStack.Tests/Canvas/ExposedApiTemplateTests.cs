using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Canvas;

namespace ApiBridge.LocalStack.Tests.Canvas;

public sealed class ExposedApiTemplateTests
{
    [Theory]
    [InlineData("productcatalog-v1")]
    [InlineData("productcatalog-enhanced-v1")]
    [InlineData("productinventory-v1")]
    public void TheCanvassOwnPairsAreReproduced(string folder)
    {
        Assert.SkipUnless(Samples.CanvasFolder is not null, $"{Samples.FolderVariable} does not name the folder with the Canvas's own objects.");
        var files = Directory.GetFiles(Path.Combine(Samples.CanvasFolder!, folder), "exposedapi-*.json");
        var component = Samples.Read(Path.Combine(Samples.CanvasFolder!, folder, "component.json"));
        component["metadata"]!["uid"] = "00000000-0000-4000-8000-000000000000";

        // What the chart labels the Component with in a cluster, and its file does not have.
        component["metadata"]!["labels"]!["app.kubernetes.io/managed-by"] = "Helm";

        var templates = ExposedApiTemplate.Of(component).ToDictionary(template => template.Name, template => template.Body, StringComparer.Ordinal);

        Assert.Equal(files.Length, templates.Count);
        foreach (var expected in files.Select(Samples.Read))
        {
            var metadata = expected["metadata"]!.AsObject();
            Assert.True(metadata.Remove("namespace"));
            AssertSame(expected, templates[(string)metadata["name"]!]);
        }
    }

    [Fact]
    public void OneExposedApiIsMadeOfEachApiOfTheSample() =>
        Assert.Equal(
            [
                ("coreFunction", "shop-orders-productordering-v4"),
                ("coreFunction", "shop-orders-orderassistant-v1"),
                ("managementFunction", "shop-orders-metrics"),
                ("securityFunction", "shop-orders-userrolesandpermissions-v5"),
            ],
            ExposedApiTemplate.Of(Samples.Component()).Select(template => (template.Segment.Function, template.Name)));

    [Fact]
    public void GatewayConfigurationIsFlattenedIntoTheSpec()
    {
        var component = Samples.Component();
        var configured = component["spec"]!["securityFunction"]!["exposedAPIs"]![0]!["gatewayConfiguration"]!.AsObject();

        var spec = ExposedApiTemplate.Of(component)[^1].Spec;

        Assert.False(spec.ContainsKey("gatewayConfiguration"));
        Assert.Equal(6, configured.Count);
        foreach (var (policy, value) in configured)
        {
            AssertSame(value, spec[policy]);
        }
    }

    [Theory]
    [InlineData("""{ "url": "https://x.example/TMF620-ProductCatalog-v4.0.0.swagger.json" }""", "-v4", "v4")]
    [InlineData("""{ "url": "https://x.example/catalog/v12/openapi.json" }""", "-v12", "v12")]
    [InlineData("""{ "url": "https://x.example/a-v1.json", "version": "v3.1.0" }""", "-v3", "v3.1.0")]
    [InlineData("""{ "url": "https://x.example/a.json", "version": "2.0" }""", "-v2", "2.0")]
    [InlineData("""{ "url": "https://x.example/a.json" }""", "", null)]
    public void TheMajorVersionComesFromTheVersionOrTheUrl(string specification, string suffix, string? version)
    {
        var template = Assert.Single(ExposedApiTemplate.Of(ComponentWith(specification)));

        Assert.Equal($"my-shop-orders{suffix}", template.Name);
        Assert.Equal(version, (string?)template.Spec["specification"]!["version"]);
    }

    [Fact]
    public void EachSpecificationIsAnExposedApiOfItsOwnAndCanHaveItsOwnPath()
    {
        var templates = ExposedApiTemplate.Of(ComponentWith(
            """{ "url": "https://x.example/a-v4.json" }""", """{ "url": "https://x.example/a-v5.json", "path": "/v5", "port": 9 }"""));

        Assert.Equal(["my-shop-orders-v4", "my-shop-orders-v5"], templates.Select(template => template.Name));
        Assert.Equal(["/orders", "/v5"], templates.Select(template => (string?)template.Spec["path"]));
        AssertSame(JsonNode.Parse("""{ "url": "https://x.example/a-v5.json", "version": "v5" }"""), templates[1].Spec["specification"]);
    }

    [Fact]
    public void ASegmentThatIsAListOrMissingHasNoApis() =>
        Assert.Empty(ExposedApiTemplate.Of(JsonNode.Parse("""{ "metadata": { "name": "a" }, "spec": { "managementFunction": [] } }""")!.AsObject()));

    private static JsonObject ComponentWith(params string[] specifications) => JsonNode.Parse($$"""
        {
          "metadata": { "name": "my.Shop", "uid": "u" },
          "spec": { "coreFunction": { "exposedAPIs": [
            { "name": "orders", "path": "/orders", "port": 80, "specification": [ {{string.Join(',', specifications)}} ] } ] } }
        }
        """)!.AsObject();

    private static void AssertSame(JsonNode? expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"Expected: {expected?.ToJsonString()}\nActual:   {actual?.ToJsonString()}");
}
