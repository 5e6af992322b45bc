using ApiBridge.Shared.Tracing;

namespace ApiBridge.Reconciliation.Gateway;

/// <summary>A gateway as OpenTelemetry's conventions name the server of a call.</summary>
internal static class ServerTags
{
    /// <summary>Its host and its port.</summary>
    /// <param name="server">The gateway's endpoint, or any other address there.</param>
    public static KeyValuePair<string, object?>[] Of(Uri server) => [new(SpanAttributes.ServerAddress, server.Host), new(SpanAttributes.ServerPort, server.Port)];
}
