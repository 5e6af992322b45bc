using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Shared.Configuration;

/// <summary>Says at start what became of the former operator's variables: loud enough to be seen with the level that one of them asks for.</summary>
/// <param name="legacy">The variables.</param>
/// <param name="settings">The settings in force.</param>
/// <param name="logger">Where it is said.</param>
internal sealed partial class LegacyReport(LegacyVariables legacy, IConfiguration settings, ILogger<LegacyReport> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (variable, setting, value) in legacy.Found)
        {
            if (settings[setting] == value)
            {
                LogRead(variable, setting, value);
            }
            else
            {
                LogOverruled(variable, setting, settings[setting]);
            }
        }

        foreach (var (variable, value, understood) in legacy.NotUnderstood)
        {
            LogNotUnderstood(variable, value, understood);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "{Variable} of the former operator is read as {Setting}={Value}")]
    private partial void LogRead(string variable, string setting, string value);

    [LoggerMessage(LogLevel.Warning, "{Variable} of the former operator is left aside: {Setting} is set to {Value}")]
    private partial void LogOverruled(string variable, string setting, string? value);

    [LoggerMessage(LogLevel.Warning, "{Variable} of the former operator is left aside: '{Value}' is none of {Understood}")]
    private partial void LogNotUnderstood(string variable, string value, string understood);
}
