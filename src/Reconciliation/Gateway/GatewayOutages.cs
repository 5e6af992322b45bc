using System.Collections.Concurrent;
using ApiBridge.Shared.Resilience;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Reconciliation.Gateway;

/// <summary>Tells of gateway hosts to which calls fail in passing: once for each, however many messages meet it.</summary>
internal sealed class GatewayOutages(TimeProvider time, ILogger<GatewayOutages> logger)
{
    private readonly ConcurrentDictionary<string, OutageLog> _hosts = new(StringComparer.Ordinal);

    /// <summary>A call failed in passing.</summary>
    /// <param name="host">Name and port.</param>
    /// <param name="cause">Why.</param>
    public void Failed(string host, string cause) => _hosts
        .GetOrAdd(host, static (name, own) => new($"Calls to the gateway at {name} fail, and are tried again", own.Time, own.Logger), (Time: time, Logger: logger))
        .Failed(cause.ReplaceLineEndings(" "));

    /// <summary>It answered.</summary>
    /// <param name="host">Name and port.</param>
    public void Over(string host)
    {
        if (_hosts.TryGetValue(host, out var outage))
        {
            outage.Over();
        }
    }
}
