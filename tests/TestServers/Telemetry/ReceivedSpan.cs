using System.Globalization;
using ApiBridge.TestServers.Telemetry.Protocol;
using Google.Protobuf;

namespace ApiBridge.TestServers.Telemetry;

/// <summary>A span as a collector gets it.</summary>
public sealed record ReceivedSpan
{
    /// <summary>Its resource's <c>service.name</c>.</summary>
    public required string Service { get; init; }

    /// <summary>Its resource's <c>service.version</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The activity source.</summary>
    public required string Source { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its kind: internal, client, producer or consumer.</summary>
    public required string Kind { get; init; }

    /// <summary>The trace, in hex.</summary>
    public required string TraceId { get; init; }

    /// <summary>Its id, in hex.</summary>
    public required string SpanId { get; init; }

    /// <summary>The id of the span that it is a part of; empty for none.</summary>
    public required string ParentId { get; init; }

    /// <summary>When it began, in nanoseconds.</summary>
    public required ulong Start { get; init; }

    /// <summary>When it ended, in nanoseconds.</summary>
    public required ulong End { get; init; }

    /// <summary>Whether it says that it failed.</summary>
    public required bool Failed { get; init; }

    /// <summary>Its attributes, as text.</summary>
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>The traces that it is linked to.</summary>
    public required IReadOnlyList<string> LinkedTraces { get; init; }

    internal static ReceivedSpan Of(Resource resource, InstrumentationScope scope, Span span) => new()
    {
        Service = Value(resource, "service.name"),
        Version = Value(resource, "service.version"),
        Source = scope.Name,
        Name = span.Name,
        Kind = span.Kind.ToString().ToLowerInvariant(),
        TraceId = Hex(span.TraceId),
        SpanId = Hex(span.SpanId),
        ParentId = Hex(span.ParentSpanId),
        Start = span.StartTimeUnixNano,
        End = span.EndTimeUnixNano,
        Failed = span.Status?.Code is Status.Types.StatusCode.Error,
        Attributes = span.Attributes.ToDictionary(static pair => pair.Key, static pair => Text(pair.Value), StringComparer.Ordinal),
        LinkedTraces = [.. span.Links.Select(static link => Hex(link.TraceId))],
    };

    private static string Value(Resource resource, string key) =>
        resource.Attributes.FirstOrDefault(pair => pair.Key == key) is { } found ? Text(found.Value) : string.Empty;

    private static string Text(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => value.StringValue,
        AnyValue.ValueOneofCase.BoolValue => value.BoolValue.ToString(),
        AnyValue.ValueOneofCase.IntValue => value.IntValue.ToString(CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.DoubleValue => value.DoubleValue.ToString(CultureInfo.InvariantCulture),
        _ => string.Empty,
    };

    private static string Hex(ByteString bytes) => Convert.ToHexStringLower(bytes.Span);
}
