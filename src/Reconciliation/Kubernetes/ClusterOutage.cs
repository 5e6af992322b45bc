using System.Net.Sockets;
using ApiBridge.Shared.Http;
using ApiBridge.Shared.Resilience;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Reconciliation.Kubernetes;

/// <summary>Tells of an API server that is away: once, however many messages meet it.</summary>
/// <param name="callTimeout">How long a call waits for an answer.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed class ClusterOutage(TimeSpan callTimeout, TimeProvider time, ILogger<ClusterOutage> logger) : DelegatingHandler
{
    // A call that was given up so late was given up by its own limit.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);
    private readonly OutageLog _outage = new("The API server can't be reached", time, logger);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            _outage.Over();
            return response;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException)
        {
            _outage.Failed(InnermostCause.Of(exception));
            throw;
        }
        catch (OperationCanceledException) when (time.GetElapsedTime(started) > callTimeout - Margin)
        {
            _outage.Failed($"it did not answer within {callTimeout}");
            throw;
        }
    }
}
