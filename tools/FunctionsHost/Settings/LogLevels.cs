namespace ApiBridge.FunctionsHost.Settings;

/// <summary>The levels of host.json's <c>logging</c>, which the logging library refuses without naming the setting, or takes as numbers without a meaning.</summary>
internal static class LogLevels
{
    private const string Levels = "logLevel";

    /// <summary>Refuses what is no level.</summary>
    /// <exception cref="HostJsonException">One is none.</exception>
    public static void Check(IConfigurationSection logging)
    {
        foreach (var level in logging.GetChildren().Select(provider => provider.GetSection(Levels)).Prepend(logging.GetSection(Levels)).SelectMany(levels => levels.GetChildren()))
        {
            if (level.Value is { Length: > 0 } value && !(Enum.TryParse<LogLevel>(value, ignoreCase: true, out var known) && Enum.IsDefined(known)))
            {
                throw new HostJsonException(
                    $"{level.Path.Replace(":", "__", StringComparison.Ordinal)} (host.json's logging): {value} is not valid; write {string.Join(", ", Enum.GetNames<LogLevel>())}.");
            }
        }
    }
}
