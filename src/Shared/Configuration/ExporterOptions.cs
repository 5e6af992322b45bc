using Microsoft.Extensions.Configuration;

namespace ApiBridge.Shared.Configuration;

/// <summary>
/// Where traces and metrics are sent, of bridge and worker alike, by OpenTelemetry's own variables. Its library passes over a wrong one in silence, and sends to
/// localhost.
/// </summary>
public sealed record ExporterOptions : ICheckedOptions
{
    /// <summary>The setting of <see cref="Endpoint"/>.</summary>
    public const string EndpointSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string ProtocolSetting = "OTEL_EXPORTER_OTLP_PROTOCOL";

    /// <inheritdoc/>
    public static string Section => "";

    /// <summary>URL of the collector: <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>. Default none: nothing is sent.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>How it is spoken to: <c>OTEL_EXPORTER_OTLP_PROTOCOL</c>. Default none: OpenTelemetry's own.</summary>
    public string Protocol { get; set; } = "";

    /// <summary>Whether anything is sent: without an endpoint the exporter would try localhost for ever.</summary>
    /// <param name="settings">All settings.</param>
    /// <returns>Whether there is a collector.</returns>
    public static bool AreOn(IConfiguration settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings[EndpointSetting] is { Length: > 0 };
    }

    /// <summary>Takes the variables.</summary>
    /// <param name="settings">All settings.</param>
    public void Read(IConfiguration settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (Endpoint, Protocol) = (settings[EndpointSetting] ?? "", settings[ProtocolSetting] ?? "");
    }

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (Endpoint.Length > 0 && !(Uri.TryCreate(Endpoint, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            // It may have a user in it.
            yield return $"{EndpointSetting} is {(Endpoint.Contains('@', StringComparison.Ordinal) ? "no URL" : $"'{Endpoint}'")}: give the collector's URL, like http://collector:4317";
        }

        if (Protocol is not ("" or "grpc" or "http/protobuf"))
        {
            yield return $"{ProtocolSetting} is '{Protocol}': use grpc or http/protobuf";
        }
    }
}
