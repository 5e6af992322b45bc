using System.Text;

namespace ApiBridge.Domain.Tests;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("""{ "b": 1, "a": { "d": [ 2, 1 ], "c": null } }""", """{"a":{"c":null,"d":[2,1]},"b":1}""")]
    [InlineData("""{"B":1,"a":2,"A":3}""", """{"A":3,"B":1,"a":2}""")]
    [InlineData("""[{"b":1,"a":2},true,"x"]""", """[{"a":2,"b":1},true,"x"]""")]
    [InlineData("\"a\"", "\"a\"")]
    public void FieldsStandInOrdinalOrderWithoutWhiteSpace(string json, string canonical) =>
        Assert.Equal(canonical, Encoding.UTF8.GetString(CanonicalJson.Write(Objects.Json(json)).Span));

    [Fact]
    public void AnEscapedTextIsTheSameText() =>
        Assert.Equal(CanonicalJson.Hash(Objects.Json("""{"a":"A\/ä"}""")), CanonicalJson.Hash(Objects.Json("""{"\u0061":"\u0041/\u00e4"}""")));

    [Fact]
    public void AHashIs32LowerCaseHexadecimalDigits() => Assert.Matches("^[0-9a-f]{32}$", CanonicalJson.Hash(Objects.Json("{}")));

    [Fact]
    public void NoContentAndAnEmptyObjectDiffer() => Assert.NotEqual(CanonicalJson.Hash(default), CanonicalJson.Hash(Objects.Json("{}")));
}
