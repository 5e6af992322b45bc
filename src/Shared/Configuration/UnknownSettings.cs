using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Shared.Configuration;

/// <summary>Says at start which settings nobody reads.</summary>
/// <param name="given">What the program was given.</param>
/// <param name="logger">Where it is said.</param>
internal sealed partial class UnknownSettings(IConfiguration given, ILogger<UnknownSettings> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (setting, nearest) in KnownSettings.UnknownIn(given))
        {
            LogUnknown(setting, nearest);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "{Setting} is no setting, so it has no effect: the one most like it is {Nearest}")]
    private partial void LogUnknown(string setting, string nearest);
}
