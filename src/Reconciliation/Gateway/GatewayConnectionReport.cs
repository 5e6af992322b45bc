using ApiBridge.Shared.Gateway;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Gateway;

/// <summary>Says at start what is dangerous or useless about the way the gateway is spoken to.</summary>
internal sealed partial class GatewayConnectionReport(
    IOptions<GatewayOptions> gateway,
    IOptions<GatewayClientOptions> client,
    IOptions<GatewayConnectionOptions> options,
    BearerToken bearer,
    ILogger<GatewayConnectionReport> logger)
    : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (client.Value.PathChange.Length > 0)
        {
            LogPathChange(client.Value.PathChange);
        }

        if (options.Value.InsecureSkipTlsVerify)
        {
            LogInsecure();
        }

        if (options.Value.AsksForTls && !gateway.Value.Endpoint.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            LogNoTls(gateway.Value.Endpoint);
        }

        try
        {
            await bearer.FindAsync(cancellationToken);
        }
        catch (GatewayUnavailableException exception)
        {
            LogNoToken(exception.Message);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(44, LogLevel.Warning, "ApiBridge:Gateway:PathChange is '{Value}' and has no effect any more: leave it out")]
    private partial void LogPathChange(string value);

    [LoggerMessage(41, LogLevel.Warning, "the gateway's certificate is not checked: ApiBridge:Gateway:InsecureSkipTlsVerify is true")]
    private partial void LogInsecure();

    [LoggerMessage(42, LogLevel.Warning, "ApiBridge:Gateway:Endpoint is '{Endpoint}', so the settings for TLS have no effect: begin it with https://")]
    private partial void LogNoTls(string endpoint);

    [LoggerMessage(43, LogLevel.Warning, "{Problem}; no call to the gateway is made until it is there")]
    private partial void LogNoToken(string problem);
}
