using System.Buffers;
using System.Diagnostics;
using System.Text.Json;

namespace ApiBridge.Domain;

/// <summary>
/// The queue message: a CloudEvent 1.0 in structured JSON. Written by hand because the CloudEvents library serializes by reflection,
/// which NativeAOT takes away; a test holds the two against each other.
/// </summary>
public static class ApiEventCodec
{
    /// <summary>The CloudEvent's type.</summary>
    public const string EventType = "org.tmforum.oda.exposedapi.changed";

    /// <summary>The largest message, in bytes: base64 makes 64 KiB of it, and a Storage queue takes no more.</summary>
    public const int MaxBytes = 48 * 1024;

    private const string Version = "1.0";

    // Readers differ in which of two they take (RFC 7493, 2.3), so that what one checks another may not have seen.
    private static readonly JsonDocumentOptions Strict = JsonDepth.Document with { AllowDuplicateProperties = false };

    /// <summary>
    /// The message for an event. EndpointSlices that would not fit are left out, for they can be listed. A registration that would not fit
    /// goes without its specification, or else is left out; so does one that is nested too deep.
    /// </summary>
    /// <param name="apiEvent">The event.</param>
    /// <returns>UTF-8 JSON of at most <see cref="MaxBytes"/>.</returns>
    public static ReadOnlyMemory<byte> Encode(ApiEvent apiEvent)
    {
        ArgumentNullException.ThrowIfNull(apiEvent);
        if (apiEvent.LastRegistration is { Depth: > JsonDepth.MaxRegistration } deep)
        {
            apiEvent = apiEvent with { LastRegistration = deep.WithoutSpecification() };
        }

        var message = Write(apiEvent, apiEvent.LastRegistration);
        if (message.Length > MaxBytes && apiEvent.EndpointSlices.Count > 0)
        {
            apiEvent = apiEvent with { EndpointSlices = [] };
            message = Write(apiEvent, apiEvent.LastRegistration);
        }

        if (message.Length > MaxBytes)
        {
            message = Write(apiEvent, apiEvent.LastRegistration?.WithoutSpecification());
        }

        return message.Length <= MaxBytes ? message : Write(apiEvent, registration: null);
    }

    /// <summary>The event in a message.</summary>
    /// <param name="message">The message's bytes, after base64.</param>
    /// <returns>The event.</returns>
    /// <exception cref="MalformedEventException">It is no event of ours.</exception>
    public static ApiEvent Decode(ReadOnlyMemory<byte> message)
    {
        if (message.Length > MaxBytes)
        {
            throw new MalformedEventException($"The message has {message.Length} bytes; an event has at most {MaxBytes}.");
        }

        try
        {
            using var document = JsonDocument.Parse(message, Strict);
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A text that is no Unicode shows only when it is read, as an InvalidOperationException.
            throw new MalformedEventException($"The message is no JSON: {Excerpt.Of(exception.Message)}", exception);
        }
    }

    private static ReadOnlyMemory<byte> Write(ApiEvent apiEvent, ApiRegistration? registration)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("specversion", Version);
        writer.WriteString("type", EventType);
        writer.WriteString("source", apiEvent.Source);
        writer.WriteString("id", apiEvent.Id);
        writer.WriteString("time", apiEvent.Time);
        writer.WriteString("subject", apiEvent.Key.ToString());
        if (apiEvent.TraceParent is not null)
        {
            writer.WriteString("traceparent", apiEvent.TraceParent);
        }

        writer.WriteString("datacontenttype", "application/json");
        writer.WriteStartObject("data");
        writer.WriteString("namespace", apiEvent.Key.Namespace);
        writer.WriteString("name", apiEvent.Key.Name);
        writer.WriteString("uid", apiEvent.Key.Uid);
        writer.WriteString("reason", apiEvent.Reason.ToString());
        writer.WriteNumber("attempt", apiEvent.Attempt);
        if (apiEvent.FirstTime is { } first)
        {
            writer.WriteString("firstTime", first);
        }

        if (apiEvent.InDoubt)
        {
            writer.WriteBoolean("inDoubt", apiEvent.InDoubt);
        }

        if (apiEvent.Deleting)
        {
            writer.WriteBoolean("deleting", apiEvent.Deleting);
        }

        if (apiEvent.Leaving)
        {
            writer.WriteBoolean("leaving", apiEvent.Leaving);
        }

        if (apiEvent.IsObservation)
        {
            writer.WriteBoolean("observe", apiEvent.IsObservation);
        }

        if (apiEvent.IsAudit)
        {
            writer.WriteBoolean("audit", apiEvent.IsAudit);
        }

        if (apiEvent.Probes > 0)
        {
            writer.WriteNumber("probes", apiEvent.Probes);
        }

        if (apiEvent.ResourceVersion is not null)
        {
            writer.WriteString("resourceVersion", apiEvent.ResourceVersion);
        }

        if (apiEvent.Gateway is not null)
        {
            writer.WriteString("gateway", apiEvent.Gateway);
        }

        NeighbourCodec.Write(writer, apiEvent.Blocker, apiEvent.Holder);
        if (apiEvent.EndpointSlices.Count > 0)
        {
            writer.WriteStartArray("endpointSlices");
            foreach (var slice in apiEvent.EndpointSlices)
            {
                writer.WriteStringValue(slice);
            }

            writer.WriteEndArray();
        }

        if (registration is not null)
        {
            writer.WritePropertyName("lastRegistration");
            registration.Write(writer);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    private static ApiEvent Read(JsonElement root)
    {
        var specVersion = EventField.Required(root, "specversion");
        EventField.Expect(root, "type", EventType);
        var data = root.Child("data");
        if (data.ValueKind != JsonValueKind.Object)
        {
            throw new MalformedEventException($"The event's data is {data.ValueKind}; an object is expected.");
        }

        return new()
        {
            Id = EventField.Required(root, "id"),
            Source = EventField.Required(root, "source"),
            Time = root.Time("time") ?? throw new MalformedEventException($"The event's time is '{Excerpt.Of(root.Text("time"))}'; an RFC 3339 time is expected."),
            FirstTime = data.Time("firstTime"),
            Key = EventField.Key(data, parent: null),
            Reason = specVersion == Version ? ReasonIn(data) : EventReason.Changed,
            Attempt = EventField.Count(data, "attempt"),
            InDoubt = data.Flag("inDoubt") ?? false,
            ResourceVersion = EventField.Optional(data, "resourceVersion"),
            Deleting = data.Flag("deleting") ?? false,
            Leaving = data.Flag("leaving") ?? false,
            IsObservation = data.Flag("observe") ?? false,
            IsAudit = data.Flag("audit") ?? false,
            Probes = EventField.Count(data, "probes"),
            Gateway = EventField.Optional(data, "gateway"),
            Blocker = NeighbourCodec.Read(data, NeighbourCodec.Blocks),
            Holder = NeighbourCodec.Read(data, NeighbourCodec.Holds),
            EndpointSlices = SlicesIn(data),
            LastRegistration = ApiRegistration.Read(data.Child("lastRegistration")),
            TraceParent = TraceParentIn(root),
        };
    }

    // Of a later version, or none: a hint to look all the same.
    private static EventReason ReasonIn(JsonElement data) =>
        Enum.TryParse<EventReason>(data.Text("reason"), out var reason) && reason.ToString() == data.Text("reason")
            ? reason
            : EventReason.Changed;

    private static List<string> SlicesIn(JsonElement data)
    {
        var slices = data.Items("endpointSlices").Select(EventField.Slice).ToList();
        return slices.Count <= ApiEvent.MaxEndpointSlices ? slices : [];
    }

    // One that can't be read is left aside, as W3C Trace Context asks.
    private static string? TraceParentIn(JsonElement root) =>
        root.Text("traceparent") is var parent && ActivityContext.TryParse(parent, traceState: null, out _) ? parent : null;
}
