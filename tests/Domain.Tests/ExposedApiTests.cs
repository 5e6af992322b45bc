using System.Text.Json;

namespace ApiBridge.Domain.Tests;

public sealed class ExposedApiTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("""["https://x/v4.json","https://x/v5.json"]""")]
    [InlineData("""[{"url":"https://x/v4.json","version":"v4"}]""")]
    [InlineData("""{"url":"https://x/v4.json","version":"v4"}""")]
    public void EveryShapeOfSpecificationIsReadAndRegisteredAsItStands(string? specification)
    {
        var api = Objects.WithSpecification(specification);

        var body = JsonElement.Parse(ApiRegistration.Of(api, api.Key.Name).ToJson().Span);
        Assert.Empty(SpecProblem.Of(api, []));
        Assert.Equal(specification is not (null or "null"), body.TryGetProperty("specification", out var sent));
        Assert.True(specification is null or "null" || JsonElement.DeepEquals(Objects.Json(specification), sent));
    }

    [Theory]
    [InlineData("8080", 8080)]
    [InlineData("\"8080\"", 8080)]
    [InlineData("null", 0)]
    [InlineData("80.5", 0)]
    [InlineData("\"http\"", 0)]
    [InlineData("-1", -1)]
    [InlineData("99999999999", 0)]
    public void APortIsReadFromANumberOrAString(string port, int expected) =>
        Assert.Equal(expected, Objects.WithSpec($$"""{"path":"/a","implementation":"a","port":{{port}}}""").Spec.Port);

    [Theory]
    [InlineData("apiType")]
    [InlineData("apitype")]
    public void TheTypeOfAnApiIsReadAsEitherDefinitionSpellsIt(string field) =>
        Assert.True(Objects.WithSpec($$"""{"path":"/a","{{field}}":"openapi"}""").Spec.IsOpenApi);

    [Fact]
    public void AnAbsentPortReadsAsZero() => Assert.Equal(0, Objects.WithSpec("""{"path":"/a","implementation":"a"}""").Spec.Port);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"spec":[],"status":"none"}""")]
    [InlineData("""{"spec":{"path":5,"implementation":{},"port":[],"developerUI":false},"status":{"conditions":{},"apigBind":[],"implementation":1}}""")]
    public void FieldsOfAnotherKindReadAsEmpty(string rest)
    {
        var api = ExposedApi.Parse(Objects.Json("""{"metadata":{"namespace":"a","name":"b"}""" + (rest == "{}" ? "}" : "," + rest[1..])));

        Assert.Equal((string.Empty, string.Empty, 0), (api.Spec.Path, api.Spec.Implementation, api.Spec.Port));
        Assert.Null(api.Status.Ready);
        Assert.Null(api.Status.Registration);
        Assert.Empty(api.Status.Conditions);
        Assert.False(api.IsBeingDeleted);
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"b"}}""")]
    [InlineData("""{"metadata":{"namespace":"a"}}""")]
    [InlineData("[]")]
    public void AnObjectWithoutNamespaceOrNameIsRefused(string json) =>
        Assert.Throws<FormatException>(() => ExposedApi.Parse(Objects.Json(json)));

    [Theory]
    [InlineData("""{"tier":"gold","example.com/team":"shop","empty":""}""", "empty= example.com/team=shop tier=gold")]
    [InlineData("""{"tier":"gold","number":5,"nothing":null,"object":{}}""", "tier=gold")]
    [InlineData("{}", "")]
    [InlineData("null", "")]
    [InlineData("""["tier"]""", "")]
    public void LabelsAreThoseThatAreTexts(string labels, string expected) => Assert.Equal(
        expected,
        string.Join(' ', Objects.WithMetadata("labels", labels).Labels.Select(label => $"{label.Key}={label.Value}").Order(StringComparer.Ordinal)));

    [Fact]
    public void AnObjectWithoutLabelsHasNone() => Assert.Empty(Objects.Api().Labels);

    [Fact]
    public void AnObjectKeepsNothingOfTheDocumentItWasReadFrom()
    {
        ExposedApi api;
        using (var document = JsonDocument.Parse(
            """{"metadata":{"namespace":"a","name":"b","labels":{"tier":"gold"}},"spec":{"path":"/a","specification":[{"url":"x"}]},"status":{"apigBind":{"spec":{"name":"b","path":"/a","specification":["x"]}}}}"""))
        {
            api = ExposedApi.Parse(document.RootElement);
        }

        Assert.Equal("gold", api.Labels["tier"]);
        Assert.Equal("""[{"url":"x"}]""", api.Spec.Specification.GetRawText());
        Assert.NotEmpty(api.Status.Registration!.Hash);
        Assert.Equal(JsonValueKind.Object, api.Status.Json.ValueKind);
    }

    [Fact]
    public void TheSpecHashIgnoresTheOrderOfFields()
    {
        var one = Objects.WithSpec("""{"path":"/a","port":80,"x":{"a":1,"b":[1,2]}}""");
        var other = Objects.WithSpec("""{"x":{"b":[1,2],"a":1},"port":80,"path":"/a"}""");

        Assert.Equal(one.SpecHash, other.SpecHash);
    }

    [Theory]
    [InlineData("""{"path":"/b","port":80,"x":{"a":[1,2]}}""")]
    [InlineData("""{"path":"/a","port":81,"x":{"a":[1,2]}}""")]
    [InlineData("""{"path":"/a","port":80,"x":{"a":[2,1]}}""")]
    [InlineData("""{"path":"/a","port":80,"x":{"a":[1,2],"b":null}}""")]
    [InlineData("""{"path":"/a","port":80}""")]
    [InlineData("""{"path":"/a","port":"80","x":{"a":[1,2]}}""")]
    public void TheSpecHashTellsEveryChangeOfTheSpec(string changed) =>
        Assert.NotEqual(Objects.WithSpec("""{"path":"/a","port":80,"x":{"a":[1,2]}}""").SpecHash, Objects.WithSpec(changed).SpecHash);

    [Fact]
    public void TheSpecHashIgnoresMetadataAndStatus()
    {
        var other = Objects.Api(json =>
        {
            json["metadata"]!["resourceVersion"] = "8";
            json["metadata"]!["generation"] = 9;
            json.Remove("status");
        });

        Assert.Equal(Objects.Api().SpecHash, other.SpecHash);
    }

    [Fact]
    public void MetadataIsRead()
    {
        var api = Objects.Api(json => json["metadata"]!["deletionTimestamp"] = "2026-02-03T04:05:06Z");

        Assert.Equal(new("shop", "orders", "u-1"), api.Key);
        Assert.Equal("7", api.ResourceVersion);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), api.Created);
        Assert.True(api.IsBeingDeleted);
        Assert.True(api.HasFinalizer);
    }
}
