using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiBridge.Shared.Configuration;

/// <summary>Says at start that nothing is written: loud enough to be seen where only warnings are.</summary>
/// <param name="mode">What bridge and worker do.</param>
/// <param name="logger">Where it is said.</param>
internal sealed partial class ModeReport(IOptions<ModeOptions> mode, ILogger<ModeReport> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (mode.Value.Observes)
        {
            LogObserves();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "Observing: nothing is written to cluster or gateway but the bridge's Lease (ApiBridge:Reconcile:Mode=Observe)")]
    private partial void LogObserves();
}
