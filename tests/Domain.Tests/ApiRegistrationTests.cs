using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiBridge.Domain.Tests;

public sealed class ApiRegistrationTests
{
    [Fact]
    public void TheBodyIsWhatTheGatewayExpectsInOneFixedOrder() =>
        Assert.Equal(
            """{"implementation":"orders","name":"orders","path":"/orders/v4","port":8080,"specification":{"url":"https://x/y.json","version":"v4"}}""",
            Encoding.UTF8.GetString(ApiRegistration.Of(Objects.Api(), Objects.Api().Key.Name).ToJson().Span));

    [Fact]
    public void EqualityAndHashIgnoreTheOrderOfFields()
    {
        var one = Read("""{"name":"a","path":"/a","implementation":"s","port":80,"specification":[{"url":"u","version":"v"}]}""");
        var other = Read("""{"specification":[{"version":"v","url":"u"}],"port":"80","implementation":"s","path":"/a","name":"a"}""");

        Assert.Equal(one, other);
        Assert.Equal(one.Hash, other.Hash);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
    }

    [Theory]
    [InlineData("""{"name":"b","path":"/a","implementation":"s","port":80,"specification":["u"]}""")]
    [InlineData("""{"name":"a","path":"/b","implementation":"s","port":80,"specification":["u"]}""")]
    [InlineData("""{"name":"a","path":"/a","implementation":"t","port":80,"specification":["u"]}""")]
    [InlineData("""{"name":"a","path":"/a","implementation":"s","port":81,"specification":["u"]}""")]
    [InlineData("""{"name":"a","path":"/a","implementation":"s","port":80,"specification":["v"]}""")]
    [InlineData("""{"name":"a","path":"/a","implementation":"s","port":80}""")]
    public void AnythingElseMakesAnotherRegistration(string json) =>
        Assert.NotEqual(Read("""{"name":"a","path":"/a","implementation":"s","port":80,"specification":["u"]}"""), Read(json));

    [Fact]
    public void ANullSpecificationIsNone() =>
        Assert.Equal(Read("""{"name":"a","path":"/a","specification":null}"""), Read("""{"name":"a","path":"/a"}"""));

    [Fact]
    public void ARegistrationEqualsItsRecordThoughAMergePatchDropsNullFields()
    {
        var desired = ApiRegistration.Of(Objects.WithSpecification("""{"url":"https://x/y.json","version":null}"""), "orders");

        var recorded = Read("""{"name":"orders","path":"/orders/v4","implementation":"orders","port":8080,"specification":{"url":"https://x/y.json"}}""");
        Assert.Equal(desired, recorded);
    }

    [Theory]
    [InlineData("[{}]")]
    [InlineData("[{},{}]")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"\"")]
    [InlineData("[\"\"]")]
    public void AnEmptySpecificationReplacesNothing(string specification)
    {
        var emptied = Objects.Api(json => json["spec"]!["specification"] = JsonNode.Parse(specification));
        var unregistered = Objects.WithSpecification(specification);

        Assert.True(emptied.MayHideSpecification);
        Assert.Equal(emptied.Status.Registration, ApiRegistration.Of(emptied, "orders"));
        Assert.Equal(
            JsonValueKind.Undefined,
            ApiRegistration.Of(unregistered with { Status = Objects.WithStatus("{}").Status }, "orders").Specification.ValueKind);
    }

    [Theory]
    [InlineData("[[]]")]
    [InlineData("[{\"url\":\"\"}]")]
    [InlineData("[{},{\"url\":\"u\"}]")]
    [InlineData("0")]
    [InlineData("false")]
    public void WhatSaysAnythingAtAllIsASpecification(string specification)
    {
        var api = Objects.WithSpecification(specification);

        Assert.False(api.MayHideSpecification);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(specification), ApiRegistration.Of(api, "orders").Specification));
    }

    [Fact]
    public void ASpecificationThatIsLeftOutReplacesTheOneOnRecord() =>
        Assert.Equal(
            JsonValueKind.Undefined,
            ApiRegistration.Of(Objects.Api(json => json["spec"]!.AsObject().Remove("specification")), "orders").Specification.ValueKind);

    [Fact]
    public void OtherVersionsAreNotAskedForWhatWasDecidedOn()
    {
        var emptied = Objects.Api(json => json["spec"]!["specification"] = JsonNode.Parse("[{}]"));

        var decided = emptied with { Status = emptied.Status with { ObservedSpecHash = emptied.SpecHash } };

        Assert.False(decided.MayHideSpecification);
    }

    [Fact]
    public void ARecordOfTheOldOperatorIsReadAndEqualsTheRegistrationItStandsFor()
    {
        var api = Objects.WithStatus(
            """
            {"apigBind":{"response":{"res_code":"0000","res_message":"ok"},
             "spec":{"path":"/orders/v4","name":"orders","specification":{"url":"https://x/y.json","version":"v4"},"implementation":"orders","port":8080}}}
            """);

        Assert.Equal(ApiRegistration.Of(api, api.Key.Name), api.Status.Registration);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"/a\"")]
    [InlineData("""{"name":"a"}""")]
    [InlineData("""{"path":"/a"}""")]
    public void WhatIsNoRecordReadsAsNone(string json) => Assert.Null(ApiRegistration.Read(Objects.Json(json)));

    [Fact]
    public void APlaceholderIsAWholeRegistrationThatTheContractTakes() =>
        Assert.Equal(
            """{"implementation":"apibridge-placeholder","name":"orders","path":"/apibridge-placeholder/orders","port":1}""",
            Encoding.UTF8.GetString(ApiRegistration.Placeholder("orders").ToJson().Span));

    [Fact]
    public void WhatIsWrittenReadsBackEqual()
    {
        var registration = ApiRegistration.Of(Objects.WithSpecification("""{"version":"ä\u0001\"<","url":"https://x/?a=1&b=2"}"""), "orders");

        Assert.Equal(registration, ApiRegistration.Read(JsonElement.Parse(registration.ToJson().Span)));
    }

    private static ApiRegistration Read(string json) => ApiRegistration.Read(Objects.Json(json))!;
}
