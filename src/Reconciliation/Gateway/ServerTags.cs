namespace ApiBridge.Reconciliation.Gateway;

/// <summary>A gateway as OpenTelemetry's conventions name the server of a call.</summary>
internal static class ServerTags
{
    /// <summary>Its host and its port.</summary>
    /// <param name="server">The gateway's endpoint, or any other address there.</param>
    public static KeyValuePair<string, object?>[] Of(Uri server) => [new("server.address", server.Host), new("server.port", server.Port)];
}
