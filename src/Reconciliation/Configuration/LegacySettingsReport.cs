using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Reconciliation.Configuration;

/// <summary>Says at start which of the old operator's variables are in use.</summary>
internal sealed partial class LegacySettingsReport(LegacySettings legacy, ILogger<LegacySettingsReport> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (variable, setting) in legacy.Translations)
        {
            LogTranslated(variable, setting);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(40, LogLevel.Information, "{Variable} is read as {Setting}; prefer the latter")]
    private partial void LogTranslated(string variable, string setting);
}
