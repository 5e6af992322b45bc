using System.Text.Json;

namespace ApiBridge.Domain.Tests;

public sealed class PolicyRequestsTests
{
    private static readonly string[] All = ["spec.apiKeyVerification", "spec.rateLimit", "spec.quota", "spec.OASValidation", "spec.CORS", "spec.template"];

    [Fact]
    public void EveryPolicyThatASpecEnablesIsNamedOnceAndInOrder() => Assert.Equal(All, Of("""
        {
          "template":"gold","CORS":{"enabled":true,"handlePreflightRequests":{"enabled":true}},
          "OASValidation":{"requestEnabled":true,"responseEnabled":true},"quota":{"identifier":"x","limit":"1000"},
          "rateLimit":{"enabled":true,"limit":"100"},"apiKeyVerification":{"enabled":true,"location":"header"}
        }
        """));

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData(""" "text" """)]
    [InlineData("""{"apiKeyVerification":{},"rateLimit":{},"quota":{},"OASValidation":{},"CORS":{},"template":""}""")]
    [InlineData("""{"apiKeyVerification":null,"rateLimit":null,"quota":null,"OASValidation":null,"CORS":null,"template":null}""")]
    [InlineData("""{"apiKeyVerification":[],"rateLimit":5,"quota":"x","OASValidation":[true],"CORS":[{"enabled":true}],"template":{}}""")]
    [InlineData("""
        {
          "apiKeyVerification":{"enabled":false,"location":"header"},"rateLimit":{"enabled":false,"identifier":"IP","limit":"100","interval":"pm"},
          "quota":{"identifier":"","limit":" "},"OASValidation":{"requestEnabled":false,"responseEnabled":false,"allowUnspecifiedHeaders":true},
          "CORS":{"enabled":false,"allowOrigins":"*","handlePreflightRequests":{"enabled":true}},"template":" "
        }
        """)]
    public void WhatIsNotEnabledIsNotAskedFor(string spec) => Assert.Empty(Of(spec));

    [Theory]
    [InlineData("""{"rateLimit":{"enabled":"true"}}""", "spec.rateLimit")]
    [InlineData("""{"rateLimit":{"enabled":" True "}}""", "spec.rateLimit")]
    [InlineData("""{"CORS":true}""", "spec.CORS")]
    [InlineData("""{"apiKeyVerification":"true"}""", "spec.apiKeyVerification")]
    [InlineData("""{"quota":{"limit":1000}}""", "spec.quota")]
    [InlineData("""{"quota":{"identifier":"client"}}""", "spec.quota")]
    [InlineData("""{"quota":{"enabled":true}}""", "spec.quota")]
    [InlineData("""{"OASValidation":{"responseEnabled":true}}""", "spec.OASValidation")]
    [InlineData("""{"OASValidation":{"enabled":true}}""", "spec.OASValidation")]
    [InlineData("""{"template":{"name":"gold"}}""", "spec.template")]
    public void OtherFormsThatASchemaMayKeepAreUnderstood(string spec, string policy) => Assert.Equal([policy], Of(spec));

    [Theory]
    [InlineData("""{"rateLimit":{"enabled":"yes"}}""")]
    [InlineData("""{"rateLimit":{"enabled":1}}""")]
    [InlineData("""{"rateLimit":{"enabled":{"enabled":true}}}""")]
    [InlineData("""{"quota":{"enabled":false,"limit":"5"}}""")]
    [InlineData("""{"cors":{"enabled":true}}""")]
    public void WhatNoFormMeansIsNotAskedFor(string spec) => Assert.Empty(Of(spec));

    [Fact]
    public void TheSampleOfTheCanvasAsksForAllButATemplate()
    {
        var folder = Environment.GetEnvironmentVariable("ODA_SAMPLES");
        Assert.SkipUnless(File.Exists(Path.Combine(folder ?? string.Empty, "exposedapi-all-policies.yaml")), "ODA_SAMPLES names no folder with it");
        var sample = File.ReadAllText(Path.Combine(folder!, "exposedapi-all-policies.yaml"));

        // The blocks as the sample has them; this project reads no YAML.
        var found = Of("""
            {"apiKeyVerification":{"enabled":true,"location":"header"},"rateLimit":{"enabled":true,"limit":"100"},
             "quota":{"identifier":"test-identifier","limit":"1000"},"OASValidation":{"requestEnabled":true},"CORS":{"enabled":true}}
            """);

        Assert.Equal(All[..^1], found);
        Assert.All(found, policy => Assert.Contains($"\n  {policy["spec.".Length..]}:", sample, StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> Of(string spec) => PolicyRequests.Of(JsonElement.Parse(spec));
}
