using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace ApiBridge.Domain.Tests;

/// <summary>Messages as anybody with the queue's key could write them.</summary>
public sealed class ForgedMessageTests
{
    public static TheoryData<string, string> Unprintable => new MatrixTheoryData<string, string>(
        ["id", "source", "uid", "gateway", "resourceVersion", "neighbours.uid"],
        ["\u001b[2J", "a\nb", "a\r\nERROR b", "a\0", "\u007f", "\u009b31m", new string('x', 1025)]);

    [Theory]
    [InlineData("attacker.example.org")]
    [InlineData("shop.evil")]
    [InlineData("shop.")]
    [InlineData(".shop")]
    [InlineData("a.b.c")]
    [InlineData("Shop")]
    [InlineData("shop/secrets")]
    [InlineData("shop@evil")]
    [InlineData("shop:80")]
    [InlineData("shop#")]
    [InlineData("shop?x")]
    [InlineData("xn--é")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void ANamespaceThatIsNoDnsLabelIsMalformedWhereverItStands(string ns)
    {
        AssertMalformed("namespace", json => json["data"]!["namespace"] = ns);
        AssertMalformed("neighbours.namespace", json => json["data"]!["neighbours"]![0]!["namespace"] = ns);
        AssertMalformed("neighbours.namespace", json => json["data"]!["neighbours"]![1]!["namespace"] = ns);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("7", 7)]
    [InlineData("1.9", 1)]
    [InlineData("\"7\"", 7)]
    [InlineData("2147483647", ApiEvent.MaxAttempt)]
    [InlineData("2147483648", ApiEvent.MaxAttempt)]
    [InlineData("99999999999999999999999999", ApiEvent.MaxAttempt)]
    [InlineData("1e400", ApiEvent.MaxAttempt)]
    [InlineData("\"99999999999999999999999999\"", ApiEvent.MaxAttempt)]
    [InlineData("\"many\"", 0)]
    [InlineData("true", 0)]
    [InlineData("null", 0)]
    [InlineData("{}", 0)]
    [InlineData("[1]", 0)]
    public void AnAttemptIsACountWithinItsBounds(string attempt, int expected) =>
        Assert.Equal(expected, ApiEventCodec.Decode(Raw("\"attempt\":3", $"\"attempt\":{attempt}")).Attempt);

    [Theory]
    [InlineData("2147483648", ApiEvent.MaxAttempt)]
    [InlineData("\"many\"", 0)]
    [InlineData("2.9", 2)]
    public void TriesAreACountWithinItsBounds(string probes, int expected) =>
        Assert.Equal(expected, ApiEventCodec.Decode(Raw("\"probes\":4", $"\"probes\":{probes}")).Probes);

    [Theory]
    [InlineData("\"true\"")]
    [InlineData("1")]
    [InlineData("null")]
    [InlineData("{}")]
    public void AnAuditIsOneOnlyWhereItSaysTrue(string audit) => Assert.False(ApiEventCodec.Decode(Raw("\"audit\":true", $"\"audit\":{audit}")).IsAudit);

    [Theory]
    [InlineData("-1")]
    [InlineData("-0.5")]
    [InlineData("-2147483648")]
    [InlineData("-1e400")]
    [InlineData("\"-1\"")]
    [InlineData("\"NaN\"")]
    public void AnAttemptBelowZeroIsMalformed(string attempt)
    {
        var problem = Assert.Throws<MalformedEventException>(() => ApiEventCodec.Decode(Raw("\"attempt\":3", $"\"attempt\":{attempt}"))).Message;

        Assert.Equal($"The event's attempt is '{attempt.Trim('"')}'; 0 or more is expected.", problem);
    }

    [Theory, MemberData(nameof(Unprintable))]
    public void ATextThatNobodyWouldSendIsMalformed(string field, string value)
    {
        var problem = AssertMalformed(field, json => Set(json, field, value));

        Assert.InRange(problem.Length, 1, 250);
        Assert.DoesNotContain(problem, char.IsControl);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("2999-01-01T00:00:00+14:00")]
    public void ATimeOfAnyYearIsATime(string time)
    {
        var read = ApiEventCodec.Decode(Events.Message(json =>
        {
            json["time"] = time;
            json["data"]!["firstTime"] = time;
        }));

        Assert.Equal(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture), read.Time);
        Assert.Equal(read.Time, read.Started);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("99999-01-01T00:00:00Z")]
    [InlineData("-2026-01-01T00:00:00Z")]
    public void ATimeThatIsNoneIsMalformedAndAFirstTimeThatIsNoneIsLeftAside(string time)
    {
        AssertMalformed("time", json => json["time"] = time);
        Assert.Null(ApiEventCodec.Decode(Events.Message(json => json["data"]!["firstTime"] = time)).FirstTime);
    }

    [Theory]
    [InlineData("2026-01-02T03:00:00Z", "2026-01-02T03:00:00Z")]
    [InlineData("2026-01-02T04:00:00Z", "2026-01-02T03:04:05.678Z")]
    [InlineData("9999-12-31T23:59:59Z", "2026-01-02T03:04:05.678Z")]
    public void AnAgeCountsFromTheFirstTimeButNeverFromOneAfterTheMessagesOwn(string first, string started) => Assert.Equal(
        DateTimeOffset.Parse(started, CultureInfo.InvariantCulture),
        ApiEventCodec.Decode(Events.Message(json => json["data"]!["firstTime"] = first)).Started);

    [Theory]
    [InlineData("\u001b[31m")]
    [InlineData("00-00000000000000000000000000000000-0000000000000000-00")]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331")]
    public void ATraceParentThatIsNoneIsLeftAside(string parent) =>
        Assert.Null(ApiEventCodec.Decode(Events.Message(json => json["traceparent"] = parent)).TraceParent);

    [Theory]
    [InlineData("\"namespace\":\"shop\"", "\"namespace\":\"shop\",\"namespace\":\"mall\"")]
    [InlineData("\"id\":\"e-1\"", "\"id\":\"e-1\",\"id\":\"e-2\"")]
    [InlineData("\"port\":8080", "\"port\":8080,\"port\":1")]
    [InlineData("\"role\":\"holds\"", "\"role\":\"holds\",\"r\\u006fle\":\"blocks\"")]
    public void AFieldThatStandsTwiceIsMalformed(string field, string twice) =>
        Assert.Throws<MalformedEventException>(() => ApiEventCodec.Decode(Raw(field, twice)));

    [Theory]
    [InlineData("uid", "5")]
    [InlineData("uid", "{}")]
    [InlineData("deleting", "\"true\"")]
    [InlineData("inDoubt", "1")]
    [InlineData("resourceVersion", "42")]
    [InlineData("gateway", "[]")]
    [InlineData("firstTime", "5")]
    [InlineData("neighbours", "\"elder\"")]
    [InlineData("endpointSlices", "{}")]
    [InlineData("lastRegistration", "\"orders\"")]
    [InlineData("lastRegistration", "[[[[]]]]")]
    [InlineData("unknown", "{\"a\":[1,2,{}]}")]
    public void AFieldOfAnotherTypeCountsAsMissing(string field, string value)
    {
        var read = ApiEventCodec.Decode(Events.Message(json => json["data"]![field] = JsonNode.Parse(value)));

        Assert.Equal(("shop", "orders"), (read.Key.Namespace, read.Key.Name));
    }

    [Fact]
    public void MoreEndpointSlicesThanAreWorthAReadEachAreNone()
    {
        string[] slices = [.. Enumerable.Range(0, 9).Select(number => $"orders-{number}")];

        Assert.Equal(slices[..8], Decoded(slices[..8]).EndpointSlices);
        Assert.Empty(Decoded(slices).EndpointSlices);
    }

    [Fact]
    public void ARedrivenEventBeginsANewLife()
    {
        var now = new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

        var redriven = (Events.Full() with { Attempt = ApiEvent.MaxAttempt }).Redriven(now);

        Assert.Equal((now, now, null, 0, true), (redriven.Time, redriven.Started, redriven.FirstTime, redriven.Attempt, redriven.InDoubt));
    }

    private static ApiEvent Decoded(string[] slices) => ApiEventCodec.Decode(ApiEventCodec.Encode(Events.Bare() with { EndpointSlices = slices }));

    private static byte[] Raw(string text, string forged)
    {
        var message = Encoding.UTF8.GetString(ApiEventCodec.Encode(Events.Full()).Span);
        Assert.Contains(text, message, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(message.Replace(text, forged, StringComparison.Ordinal));
    }

    private static void Set(JsonNode json, string field, string value)
    {
        if (field is "id" or "source")
        {
            json[field] = value;
        }
        else if (field is "neighbours.uid")
        {
            json["data"]!["neighbours"]![1]!["uid"] = value;
        }
        else
        {
            json["data"]![field] = value;
        }
    }

    private static string AssertMalformed(string field, Action<JsonNode> change)
    {
        var problem = Assert.Throws<MalformedEventException>(() => ApiEventCodec.Decode(Events.Message(change))).Message;
        Assert.StartsWith($"The event's {field} is '", problem, StringComparison.Ordinal);
        return problem;
    }
}
