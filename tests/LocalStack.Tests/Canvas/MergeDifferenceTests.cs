using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Canvas;

namespace ApiBridge.LocalStack.Tests.Canvas;

public sealed class MergeDifferenceTests
{
    [Theory]
    [InlineData("""{ "a": 1, "b": { "c": [1] } }""", """{ "b": { "c": [1] }, "a": 1 }""", null)]
    [InlineData("""{ "a": 1 }""", """{ "a": 2 }""", """{"a":2}""")]
    [InlineData("""{ "a": 1, "b": 2 }""", """{ "a": 1 }""", """{"b":null}""")]
    [InlineData("""{ "a": { "b": 1, "c": 2 } }""", """{ "a": { "b": 1, "c": 3 } }""", """{"a":{"c":3}}""")]
    [InlineData("""{ "a": [1, 2] }""", """{ "a": [1] }""", """{"a":[1]}""")]
    [InlineData("""{ "a": 1 }""", """{ "a": { "b": 1 } }""", """{"a":{"b":1}}""")]
    public void ThePatchHasWhatDiffersAndNothingElse(string live, string wanted, string? patch) =>
        Assert.Equal(patch, MergeDifference.Between(JsonNode.Parse(live)!.AsObject(), JsonNode.Parse(wanted)!.AsObject())?.ToJsonString());
}
