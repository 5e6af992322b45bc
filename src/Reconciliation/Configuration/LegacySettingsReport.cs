using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Reconciliation.Configuration;

/// <summary>Says at start which of the old operator's variables are in use.</summary>
internal sealed partial class LegacySettingsReport(LegacySettings legacy, ILogger<LegacySettingsReport> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (variable, readAs) in legacy.Translations)
        {
            LogTranslated(variable, readAs);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(40, LogLevel.Warning, "{Variable} is read as {ReadAs}")]
    private partial void LogTranslated(string variable, string readAs);
}
