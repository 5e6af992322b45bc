using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Canvas;

namespace ApiBridge.LocalStack.Tests.Canvas;

public sealed class ComponentStatusTests
{
    private const string Bound = """
        { "implementation": { "ready": true },
          "apiStatus": { "name": "shop-orders", "url": "http://gateway/orders", "ip": "1.2.3.4", "developerUI": "http://gateway/orders/docs" } }
        """;

    private static readonly ComponentSegment Core = ComponentSegment.All[0];
    private static readonly ComponentSegment Security = ComponentSegment.All[2];

    [Fact]
    public void ANewApiIsNamedWithItsUidAndNotReady()
    {
        var status = Status(current: null, (Core, Api("shop-orders", "u1")));

        AssertSame("""[ { "name": "shop-orders", "uid": "u1", "ready": false } ]""", status["coreAPIs"]);
        Assert.False(status.ContainsKey("managementAPIs"));
        AssertSame(
            """{ "coreAPIsummary": "", "developerUIsummary": "", "deployment_status": "In-Progress-CompCon" }""", status["summary/status"]);
    }

    [Fact]
    public void AnApisStatusIsCopiedWholeWithUidAndReadiness()
    {
        var current = JsonNode.Parse("""{ "coreAPIs": [ { "name": "shop-orders", "uid": "u1", "ready": false, "old": 1 } ] }""")!.AsObject();

        var status = Status(current, (Core, Api("shop-orders", "u1", Bound)));

        AssertSame(
            """
            [ { "name": "shop-orders", "url": "http://gateway/orders", "ip": "1.2.3.4", "developerUI": "http://gateway/orders/docs",
                "uid": "u1", "ready": true } ]
            """,
            status["coreAPIs"]);
        AssertSame(
            """
            { "coreAPIsummary": "http://gateway/orders", "developerUIsummary": "http://gateway/orders/docs", "deployment_status": "Complete" }
            """,
            status["summary/status"]);
    }

    [Fact]
    public void WhatOthersWroteStaysUntilTheApiTellsItsOwnStatus()
    {
        var current = JsonNode.Parse("""{ "coreAPIs": [ { "name": "shop-orders", "uid": "u1", "ready": true, "url": "http://x" } ], "other": 1 }""")!.AsObject();

        var status = Status(current, (Core, Api("shop-orders", "u1")));

        AssertSame("""[ { "name": "shop-orders", "uid": "u1", "ready": true, "url": "http://x" } ]""", status["coreAPIs"]);
        Assert.Equal(1, (int?)status["other"]);
    }

    [Fact]
    public void AnApiMadeAnewStartsAnew()
    {
        var current = JsonNode.Parse("""{ "coreAPIs": [ { "name": "shop-orders", "uid": "gone", "ready": true, "url": "http://x" } ] }""")!.AsObject();

        AssertSame("""[ { "name": "shop-orders", "uid": "u1", "ready": false } ]""", Status(current, (Core, Api("shop-orders", "u1")))["coreAPIs"]);
    }

    [Fact]
    public void AnEntryCanBeWithheld()
    {
        var status = ComponentStatus.Of(current: null, [(Core, Api("shop-orders", "u1"))], _ => true);

        AssertSame("[]", status["coreAPIs"]);
        Assert.Equal("In-Progress-CompCon", (string?)status["summary/status"]!["deployment_status"]);
    }

    [Fact]
    public void AnUrlWithoutReadinessLosesTheWholeList()
    {
        const string Unguarded = """{ "apiStatus": { "name": "shop-orders", "url": "http://gateway/orders" } }""";
        var current = JsonNode.Parse("""{ "coreAPIs": [ { "name": "other", "uid": "u2", "ready": false } ] }""")!.AsObject();

        var status = Status(current, (Core, Api("other", "u2")), (Core, Api("shop-orders", "u1", Unguarded)));

        Assert.False(status.ContainsKey("coreAPIs"));
        Assert.Equal("In-Progress-CompCon", (string?)status["summary/status"]!["deployment_status"]);
    }

    [Fact]
    public void AComponentIsCompleteOnlyWhenEverySegmentIs()
    {
        var waiting = Status(current: null, (Core, Api("shop-orders", "u1", Bound)), (Security, Api("shop-roles", "u2")));

        Assert.Equal("In-Progress-CompCon", (string?)waiting["summary/status"]!["deployment_status"]);
    }

    [Fact]
    public void AListWhoseApisAreGoneIsEmptied()
    {
        var current = JsonNode.Parse("""{ "coreAPIs": [ { "name": "gone", "uid": "u9", "ready": true } ] }""")!.AsObject();

        AssertSame("[]", Status(current)["coreAPIs"]);
    }

    private static JsonObject Status(JsonObject? current, params (ComponentSegment Segment, JsonObject Api)[] apis) =>
        ComponentStatus.Of(current, apis, _ => false);

    private static JsonObject Api(string name, string uid, string status = "{}") =>
        JsonNode.Parse($$"""{ "metadata": { "name": "{{name}}", "uid": "{{uid}}" }, "status": {{status}} }""")!.AsObject();

    private static void AssertSame(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"Expected: {expected}\nActual: {actual?.ToJsonString()}");
}
