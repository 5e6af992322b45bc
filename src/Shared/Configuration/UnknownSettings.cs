using ApiBridge.Domain;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Shared.Configuration;

/// <summary>Says at start which settings nobody reads: a name that was mistyped leaves its default in force, which is hard to see otherwise.</summary>
/// <param name="given">What the program was given.</param>
/// <param name="logger">Where it is said. Values are not: they may be secrets.</param>
internal sealed partial class UnknownSettings(IConfiguration given, ILogger<UnknownSettings> logger) : IHostedService
{
    private const int LongestName = 200;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (setting, _) in given.GetSection(KnownSettings.Root).AsEnumerable().Where(setting => setting.Value is not null && !KnownSettings.Has(setting.Key)))
        {
            LogUnknown(Excerpt.Of(setting), KnownSettings.Nearest(setting.Length > LongestName ? setting[..LongestName] : setting));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "{Setting} is no setting, so it has no effect: the one most like it is {Nearest}")]
    private partial void LogUnknown(string setting, string nearest);
}
