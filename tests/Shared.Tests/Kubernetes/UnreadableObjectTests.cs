using System.Text;
using System.Text.Json;
using ApiBridge.Shared.Kubernetes;

namespace ApiBridge.Shared.Tests.Kubernetes;

public sealed class UnreadableObjectTests
{
    private const string Metadata = """{"name":"deep","namespace":"shop","uid":"u-1","resourceVersion":"7","labels":{"name":"other"}}""";

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(10_000, false)]
    public void SixtyFourLevelsAreRead(int levels, bool isRead) => Assert.Equal(isRead, Reads(Nested(levels)));

    [Fact]
    public void NobodyElsesDepthCounts() =>
        Assert.True(ListPage.Read(Bytes($$"""{"metadata":{"resourceVersion":"1"},"items":[{{Nested(64)}},{{Nested(9999)}}]}""")).Items is [var first, var second]
            && Reads(first) && !Reads(second));

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":{"b":1,"b":2}}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\udC00":"a"}""")]
    [InlineData("""["\uD834x"]""")]
    [InlineData("""{"a":1""")]
    [InlineData("")]
    public void WhatIsReadHasNoPropertyTwiceAndUnicodeTexts(string json) => Assert.False(Reads(json));

    [Theory]
    [InlineData("""{"a":"\ud834\udd1e"}""")]
    [InlineData("""{"a":"\\ud800"}""")]
    [InlineData("""{"a":1e999,"b":123456789012345678901234567890}""")]
    [InlineData("null")]
    public void OddIsNotUnreadable(string json) => Assert.True(Reads(json));

    [Fact]
    public void ATextThatIsNoUtf8IsNotRead() => Assert.ThrowsAny<JsonException>(() => ObjectJson.Parse((byte[])[(byte)'"', 0xC3, 0x28, (byte)'"']));

    [Fact]
    public void ADeepOneTellsWhoItIsAndWhatItsRecordHolds()
    {
        var found = UnreadableObject.Of(Bytes($$$"""{"spec":{{{Nested(9999)}}},"status":{"a":1},"metadata":{{{Metadata}}}}"""), "too deep");

        Assert.Equal(("shop", "deep", "u-1", "7"), (found.Namespace, found.Name, found.Uid, found.ResourceVersion));
        Assert.True(found.IsNamed);
        Assert.Equal("shop/deep: it is nested 10000 levels deep, and no more than 64 are read", found.ToString());
        Assert.Equal($$$"""{"metadata":{{{Metadata}}},"status":{"a":1}}""", Encoding.UTF8.GetString(found.Rest.Span));
    }

    [Theory]
    [InlineData("status")]
    [InlineData("metadata")]
    public void WhereTheRecordCantBeReadEitherNothingIsLeft(string deep)
    {
        var metadata = deep == "metadata" ? $$"""{{Metadata[..^1]}},"annotations":{{Nested(99)}}}""" : Metadata;
        var status = deep == "status" ? Nested(99) : "{}";

        var found = UnreadableObject.Of(Bytes($$$"""{"metadata":{{{metadata}}},"status":{{{status}}}}"""), "too deep");

        Assert.Equal(("deep", true), (found.Name, found.Rest.IsEmpty));
    }

    [Theory]
    [InlineData("""{"apiVersion":"v1","metadata":{"name":"deep","namespace":"shop","uid":"u-1"},"spec":{"text":"xxxx""", "deep")]
    [InlineData("""{"apiVersion":"v1","metadata":{"name":"deep","namespa""", "deep")]
    [InlineData("""{"metadata":{"name":"\ud800"}}""", "")]
    [InlineData("""{"metadata":{"\ud800":1,"name":"a"},"\ud800":1}""", "a")]
    [InlineData("""{"metadata":[{"name":"a"}]}""", "")]
    [InlineData("""{"metadata":{"name":7}}""", "")]
    [InlineData("[]", "")]
    [InlineData("null", "")]
    [InlineData("", "")]
    [InlineData("<html>", "")]
    public void WhateverThereIsIsTold(string json, string name) => Assert.Equal(name, UnreadableObject.Of(Bytes(json), "odd").Name);

    [Fact]
    public void WhatIsTakenFromOutsideIsCut()
    {
        var found = UnreadableObject.Of(Bytes($$$"""{"metadata":{"name":"{{{new string('x', 9000)}}}\u001b","namespace":"{{{new string('y', 9000)}}}"}}"""), new string('z', 9000));

        Assert.False(found.IsNamed);
        Assert.True(found.ToString().Length < 300);
        Assert.True(UnreadableEvent.Message(found).Length < 300);
    }

    private static string Nested(int levels) => $"{new string('[', levels)}{new string(']', levels)}";

    private static bool Reads(string json) => Reads(Bytes(json));

    private static bool Reads(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = ObjectJson.Parse(json);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
