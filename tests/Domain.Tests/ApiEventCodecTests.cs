using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiBridge.Domain.Tests;

public sealed class ApiEventCodecTests
{
    [Fact]
    public void EveryFieldSurvivesTheRoundTrip()
    {
        var sent = Events.Full();

        Events.AssertSame(sent, ApiEventCodec.Decode(ApiEventCodec.Encode(sent)));
    }

    [Fact]
    public void WhatIsAbsentStaysAbsent()
    {
        var sent = Events.Bare();

        Events.AssertSame(sent, ApiEventCodec.Decode(ApiEventCodec.Encode(sent)));
    }

    [Theory]
    [InlineData(EventReason.Listed)]
    [InlineData(EventReason.Changed)]
    [InlineData(EventReason.Deleted)]
    [InlineData(EventReason.Readiness)]
    [InlineData(EventReason.Resync)]
    [InlineData(EventReason.Retry)]
    public void EveryReasonSurvivesTheRoundTrip(EventReason reason) =>
        Assert.Equal(reason, ApiEventCodec.Decode(ApiEventCodec.Encode(Events.Bare() with { Reason = reason })).Reason);

    [Fact]
    public void AMessageThatWouldNotFitLosesTheSpecificationButKeepsWhatARemovalNeeds()
    {
        var sent = Events.Full() with { LastRegistration = ApiRegistration.Of(Objects.WithSpecification($"\"{new string('x', 60_000)}\""), "orders") };

        var message = ApiEventCodec.Encode(sent);

        Assert.True(message.Length <= 48 * 1024);
        var kept = ApiEventCodec.Decode(message).LastRegistration;
        Assert.Equal(("orders", "/orders/v4", "orders", 8080), (kept!.Name, kept.Path, kept.Implementation, kept.Port));
        Assert.Equal(JsonValueKind.Undefined, kept.Specification.ValueKind);
    }

    [Fact]
    public void ARegistrationThatDoesNotFitEvenSoIsLeftOut()
    {
        var long_ = Objects.WithSpec($$"""{"path":"/{{new string('x', 60_000)}}","implementation":"s","port":80}""");

        var message = ApiEventCodec.Encode(Events.Full() with { LastRegistration = ApiRegistration.Of(long_, long_.Key.Name) });

        Assert.True(message.Length <= 48 * 1024);
        Assert.Null(ApiEventCodec.Decode(message).LastRegistration);
    }

    [Fact]
    public void ALargeRegistrationThatFitsTravelsWhole()
    {
        var registration = ApiRegistration.Of(Objects.WithSpecification($"\"{new string('x', 46_500)}\""), "orders");

        Assert.Equal(registration, ApiEventCodec.Decode(ApiEventCodec.Encode(Events.Full() with { LastRegistration = registration })).LastRegistration);
    }

    [Fact]
    public void UnknownFieldsAreTolerated() => Assert.Equal(
        "u-1",
        ApiEventCodec.Decode(Events.Message(json =>
        {
            json["tomorrow"] = 1;
            json["data"]!["tomorrow"] = "x";
        })).Key.Uid);

    // Versions are mixed during a rollout and a rollback.
    [Theory]
    [InlineData("\"Exploded\"")]
    [InlineData("\"2\"")]
    [InlineData("\"+1\"")]
    [InlineData("\" 1\"")]
    [InlineData("\"Listed,Changed\"")]
    [InlineData("2")]
    [InlineData("\"\"")]
    [InlineData("\"changed\"")]
    [InlineData("\"Contested\"")]
    [InlineData("null")]
    public void AReasonThatIsNotKnownCountsAsChanged(string reason) =>
        Assert.Equal(EventReason.Changed, ApiEventCodec.Decode(Events.Message(json => json["data"]!["reason"] = JsonNode.Parse(reason))).Reason);

    [Theory]
    [InlineData("0.3")]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public void AMessageOfAnotherVersionCountsAsChanged(string version) =>
        Assert.Equal(EventReason.Changed, ApiEventCodec.Decode(Events.Message(json => json["specversion"] = version)).Reason);

    [Theory]
    [InlineData("other")]
    [InlineData("mall.orders")]
    public void ANameThatTheKeyDoesNotGiveTellsOfNoLeftover(string name) =>
        Assert.Null(ApiEventCodec.Decode(Events.Message(json => json["data"]!["lastRegistration"]!["name"] = name)).LeftoverOf(Objects.Entries));

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("{}")]
    public void WhatIsNoCloudEventIsMalformed(string message) =>
        Assert.Throws<MalformedEventException>(() => ApiEventCodec.Decode(Encoding.UTF8.GetBytes(message)));

    [Fact]
    public void JunkOfTheLargestSizeIsMalformed()
    {
        var junk = new byte[ApiEventCodec.MaxBytes];
        new Random(1).NextBytes(junk);

        Assert.Throws<MalformedEventException>(() => ApiEventCodec.Decode(junk));
        Assert.Throws<MalformedEventException>(() => ApiEventCodec.Decode(Encoding.UTF8.GetBytes(new string('[', ApiEventCodec.MaxBytes))));
    }

    [Fact]
    public void WhatAMessageMakesTheLogSayIsShortAndCommandsNoTerminal()
    {
        var message = Events.Message(json => json["data"]!["name"] = "\u001b[2J" + new string('x', 40_000));

        var problem = Assert.Throws<MalformedEventException>(() => ApiEventCodec.Decode(message)).Message;

        Assert.InRange(problem.Length, 1, 200);
        Assert.DoesNotContain(problem, char.IsControl);
    }

    [Fact]
    public void AMessageAboveTheLargestSizeIsMalformed() =>
        Assert.Throws<MalformedEventException>(() => ApiEventCodec.Decode(new byte[ApiEventCodec.MaxBytes + 1]));

    [Theory]
    [InlineData("specversion", "1.0")]
    [InlineData("type", "\"com.example.other\"")]
    [InlineData("id", "\"\"")]
    [InlineData("source", "null")]
    [InlineData("time", "\"yesterday\"")]
    [InlineData("time", "null")]
    [InlineData("data", "[]")]
    [InlineData("data", "\"eyJ9\"")]
    [InlineData("id", "\"\\ud800\"")]
    public void AWrongAttributeIsMalformed(string attribute, string value) =>
        Malformed(message => message[attribute] = value);

    [Theory]
    [InlineData("name", "\"../../secrets/x\"")]
    [InlineData("name", "\"a/b\"")]
    [InlineData("name", "\"../secrets\"")]
    [InlineData("name", "\"%2e%2e\"")]
    [InlineData("name", "\"orders?watch\"")]
    [InlineData("name", "\"Orders\"")]
    [InlineData("name", "\"orders\\n\"")]
    [InlineData("namespace", "\"%2e%2e%2f\"")]
    [InlineData("name", "\"\"")]
    [InlineData("name", "5")]
    [InlineData("namespace", "\"..\"")]
    [InlineData("namespace", "\"kube-system/secrets\"")]
    [InlineData("namespace", "null")]
    [InlineData("attempt", "-1")]
    [InlineData("uid", "\"\\udfff\"")]
    public void AWrongFieldIsMalformed(string field, string value) =>
        Malformed(message => message["data"] = Replaced(message["data"], field, value));

    [Fact]
    public void TextThatIsNoUtf8IsMalformed()
    {
        var message = ApiEventCodec.Encode(Events.Bare() with { Id = "XY" }).ToArray();
        message[message.AsSpan().IndexOf("XY"u8)] = 0xFF;

        Assert.Throws<MalformedEventException>(() => ApiEventCodec.Decode(message));
    }

    private static void Malformed(Action<Dictionary<string, string>> change)
    {
        using var document = JsonDocument.Parse(ApiEventCodec.Encode(Events.Full()));
        var fields = Fields(document.RootElement);
        change(fields);
        Assert.Throws<MalformedEventException>(() => ApiEventCodec.Decode(Encoding.UTF8.GetBytes(Text(fields))));
    }

    // Raw text, because a value like "\ud800" can't be held by anything that parses.
    private static string Replaced(string json, string field, string value)
    {
        using var document = JsonDocument.Parse(json);
        var fields = Fields(document.RootElement);
        fields[field] = value;
        return Text(fields);
    }

    private static Dictionary<string, string> Fields(JsonElement json) =>
        json.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.GetRawText());

    private static string Text(Dictionary<string, string> fields) =>
        $"{{{string.Join(',', fields.Select(field => $"\"{field.Key}\":{field.Value}"))}}}";
}
