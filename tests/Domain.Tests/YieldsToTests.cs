using System.Text.Json.Nodes;

namespace ApiBridge.Domain.Tests;

/// <summary>For whom a status says that its object waits.</summary>
public sealed class YieldsToTests
{
    private const string Elder = """{"namespace":"mall","name":"elder","uid":"u-9"}""";

    [Fact]
    public void ItIsReadUnderAStampOfTheObjectsOwn() => Assert.Equal(new ObjectKey("mall", "elder", "u-9"), Read(Elder));

    [Fact]
    public void AnElderWhoseUidIsMissingIsReadWithoutOne() =>
        Assert.Equal(new ObjectKey("mall", "elder", string.Empty), Read("""{"namespace":"mall","name":"elder"}"""));

    [Theory]
    [InlineData("\"u-2\"")]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("5")]
    public void ItSaysNothingUnderAnotherStampOrNone(string stamp) => Assert.Null(Read(Elder, stamp));

    [Theory]
    [InlineData("""{"namespace":"../secrets","name":"elder","uid":"u-9"}""")]
    [InlineData("""{"namespace":"mall.evil","name":"elder","uid":"u-9"}""")]
    [InlineData("""{"namespace":"mall","name":"a/b","uid":"u-9"}""")]
    [InlineData("""{"namespace":"mall","name":"elder?watch","uid":"u-9"}""")]
    [InlineData("""{"namespace":"mall","name":"Elder","uid":"u-9"}""")]
    [InlineData("""{"namespace":"mall","uid":"u-9"}""")]
    [InlineData("""{"name":"elder","uid":"u-9"}""")]
    [InlineData("""{"namespace":5,"name":{},"uid":"u-9"}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"mall/elder\"")]
    [InlineData("null")]
    public void WhatNamesNoObjectIsNone(string elder) => Assert.Null(Read(elder));

    private static ObjectKey? Read(string elder, string stamp = "\"u-1\"") => Objects.Api(json =>
    {
        json["status"]!["apiBridge"]!["yieldsTo"] = JsonNode.Parse(elder);
        json["status"]!["apiBridge"]!["uid"] = JsonNode.Parse(stamp);
    }).Status.YieldsTo;
}
