using System.Net.Mime;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;

namespace ApiBridge.Domain.Tests;

/// <summary>Holds the hand-written codec against the CloudEvents project's own formatter.</summary>
public sealed class CloudEventsTests
{
    private static readonly CloudEventAttribute TraceParent =
        CloudEventAttribute.CreateExtension("traceparent", CloudEventAttributeType.String);

    private readonly JsonEventFormatter _formatter = new();

    [Fact]
    public void TheCloudEventsLibraryReadsWhatWeWrite()
    {
        var sent = Events.Full();

        var read = _formatter.DecodeStructuredModeMessage(
            ApiEventCodec.Encode(sent), new ContentType("application/cloudevents+json"), [TraceParent]);

        Assert.True(read.IsValid);
        Assert.Equal(CloudEventsSpecVersion.V1_0, read.SpecVersion);
        Assert.Equal(ApiEventCodec.EventType, read.Type);
        Assert.Equal((sent.Id, sent.Source, sent.Time), (read.Id, read.Source!.ToString(), read.Time));
        Assert.Equal("shop/orders", read.Subject);
        Assert.Equal("application/json", read.DataContentType);
        Assert.Equal(sent.TraceParent, read[TraceParent]);
        var data = Assert.IsType<JsonElement>(read.Data);
        Assert.Equal(("shop", "orders", "u-1"), (data.Text("namespace"), data.Text("name"), data.Text("uid")));
    }

    [Fact]
    public void WeReadWhatTheCloudEventsLibraryWrites()
    {
        var expected = Events.Full();
        var written = new CloudEvent(CloudEventsSpecVersion.V1_0, [TraceParent])
        {
            Type = ApiEventCodec.EventType,
            Id = expected.Id,
            Source = new(expected.Source, UriKind.Relative),
            Time = expected.Time,
            Subject = expected.Key.ToString(),
            DataContentType = "application/json",
            [TraceParent] = expected.TraceParent,
            Data = JsonDocument.Parse(ApiEventCodec.Encode(expected)).RootElement.GetProperty("data"),
        };

        Events.AssertSame(expected, ApiEventCodec.Decode(_formatter.EncodeStructuredModeMessage(written, out _)));
    }
}
