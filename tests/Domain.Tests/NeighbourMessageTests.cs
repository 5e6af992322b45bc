using System.Text.Json.Nodes;

namespace ApiBridge.Domain.Tests;

/// <summary>What a message names beside its object: the gateway, the neighbours and the EndpointSlices.</summary>
public sealed class NeighbourMessageTests
{
    private static readonly ObjectKey Elder = new("shop", "elder", "u-2");

    public static TheoryData<string, string> BadNames => new MatrixTheoryData<string, string>(
        ["namespace", "name"],
        ["\"../secrets\"", "\"a/b\"", "\"%2e%2e\"", "\"Elder\"", "\"elder?watch\"", "\"\"", "5", "null"]);

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void EachRoleSurvivesTheRoundTrip(bool blocks, bool holds)
    {
        var sent = Events.Bare() with { Blocker = blocks ? Elder : null, Holder = holds ? new("mall", "holder", "u-3") : null };

        Events.AssertSame(sent, RoundTrip(sent));
    }

    [Fact]
    public void OneElderMayHaveBothRoles()
    {
        var sent = Events.Bare() with { Blocker = Elder, Holder = Elder };

        Events.AssertSame(sent, RoundTrip(sent));
    }

    [Fact]
    public void ANeighbourWhoseUidIsNotKnownSurvivesTheRoundTrip()
    {
        var sent = Events.Bare() with { Blocker = Elder with { Uid = string.Empty } };

        Events.AssertSame(sent, RoundTrip(sent));
    }

    [Fact]
    public void NeighboursAreWrittenWithTheirRoles() => Assert.Equal(
        """[{"namespace":"shop","name":"elder","uid":"u-2","role":"blocks"},{"namespace":"mall","name":"holder","uid":"u-3","role":"holds"}]""",
        Data(Events.Full())["neighbours"]!.ToJsonString());

    [Fact]
    public void WhatIsNotNamedIsNotWritten()
    {
        var data = Data(Events.Bare());

        Assert.Null(data["neighbours"]);
        Assert.Null(data["gateway"]);
        Assert.Null(data["endpointSlices"]);
    }

    [Fact]
    public void TheGatewaySurvivesTheRoundTrip() => Assert.Equal("gateway:8080", RoundTrip(Events.Bare() with { Gateway = "gateway:8080" }).Gateway);

    [Theory]
    [InlineData("\"\"")]
    [InlineData("5")]
    [InlineData("null")]
    public void AGatewayThatIsNoTextIsNone(string gateway) => Assert.Null(Decode(data => data["gateway"] = JsonNode.Parse(gateway)).Gateway);

    [Theory]
    [InlineData]
    [InlineData("orders-abc")]
    [InlineData("orders-abc", "orders-def", "orders.v2-xyz")]
    public void EndpointSlicesSurviveTheRoundTripInTheirOrder(params string[] slices) =>
        Assert.Equal(slices, RoundTrip(Events.Bare() with { EndpointSlices = slices }).EndpointSlices);

    [Theory]
    [MemberData(nameof(BadNames))]
    public void AMalformedBlockerIsTold(string field, string value) => AssertMalformed(
        $"neighbours.{field}", data => data["neighbours"]![0]![field] = JsonNode.Parse(value));

    [Theory]
    [MemberData(nameof(BadNames))]
    public void AMalformedHolderIsTold(string field, string value) => AssertMalformed(
        $"neighbours.{field}", data => data["neighbours"]![1]![field] = JsonNode.Parse(value));

    [Theory]
    [InlineData("\"../secrets\"")]
    [InlineData("\"Orders\"")]
    [InlineData("\"\"")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("{}")]
    public void AMalformedEndpointSliceIsTold(string slice) => AssertMalformed(
        "endpointSlices", data => data["endpointSlices"]!.AsArray().Add(JsonNode.Parse(slice)));

    [Theory]
    [InlineData("\"envies\"")]
    [InlineData("\"Blocks\"")]
    [InlineData("\"\"")]
    [InlineData("5")]
    [InlineData("null")]
    public void ANeighbourOfAnUnknownRoleIsPassedOver(string role)
    {
        var read = Decode(data =>
        {
            data["neighbours"]![0]!["role"] = JsonNode.Parse(role);
            data["neighbours"]![0]!["name"] = "../secrets";
        });

        Assert.Equal((null, new ObjectKey("mall", "holder", "u-3")), (read.Blocker, read.Holder));
    }

    [Theory]
    [InlineData("\"elder\"")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("[]")]
    public void ANeighbourThatIsNoObjectIsPassedOver(string neighbour)
    {
        var read = Decode(data => data["neighbours"]![0] = JsonNode.Parse(neighbour));

        Assert.Equal((null, new ObjectKey("mall", "holder", "u-3")), (read.Blocker, read.Holder));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("\"elder\"")]
    [InlineData("null")]
    public void WhatIsNoListNamesNobody(string list)
    {
        var read = Decode(data =>
        {
            data["neighbours"] = JsonNode.Parse(list);
            data["endpointSlices"] = JsonNode.Parse(list);
        });

        Assert.Equal((null, null), (read.Blocker, read.Holder));
        Assert.Empty(read.EndpointSlices);
    }

    [Fact]
    public void ARegistrationThatDoesNotFitBesideAllThatIsNamedLosesItsSpecification()
    {
        var sent = WithLongNames() with { LastRegistration = ApiRegistration.Of(Objects.WithSpecification($"\"{new string('x', 45_000)}\""), "orders") };

        var message = ApiEventCodec.Encode(sent);

        Assert.InRange(message.Length, 1, ApiEventCodec.MaxBytes);
        var read = ApiEventCodec.Decode(message);
        Assert.Equal("/orders/v4", read.LastRegistration?.Path);
        Assert.Equal((sent.Gateway, sent.Blocker, sent.Holder), (read.Gateway, read.Blocker, read.Holder));
    }

    [Fact]
    public void EndpointSlicesThatDoNotFitAreLeftOutAndTheRestIsKept()
    {
        var sent = WithLongNames() with
        {
            EndpointSlices = [.. Enumerable.Range(0, 1000).Select(number => $"{new string('s', 240)}-{number}")],
            LastRegistration = Events.Full().LastRegistration,
        };

        var message = ApiEventCodec.Encode(sent);

        Assert.InRange(message.Length, 1, ApiEventCodec.MaxBytes);
        Events.AssertSame(sent with { EndpointSlices = [] }, ApiEventCodec.Decode(message));
    }

    private static ApiEvent WithLongNames()
    {
        var (ns, name) = (new string('n', 63), new string('x', 253));
        return Events.Full() with
        {
            Key = new(ns, name, "u-1"),
            Blocker = new(ns, name[1..], "u-2"),
            Holder = new(ns, name[2..], "u-3"),
            EndpointSlices = [.. Enumerable.Range(0, 20).Select(number => $"{new string('s', 240)}-{number}")],
        };
    }

    private static ApiEvent RoundTrip(ApiEvent sent) => ApiEventCodec.Decode(ApiEventCodec.Encode(sent));

    private static JsonNode Data(ApiEvent sent) => JsonNode.Parse(ApiEventCodec.Encode(sent).Span)!["data"]!;

    private static ApiEvent Decode(Action<JsonNode> change) => ApiEventCodec.Decode(Events.Message(json => change(json["data"]!)));

    private static void AssertMalformed(string field, Action<JsonNode> change) => Assert.Contains(
        $"The event's {field} is ", Assert.Throws<MalformedEventException>(() => Decode(change)).Message, StringComparison.Ordinal);
}
