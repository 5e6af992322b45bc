using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiBridge.Shared.Configuration;

/// <summary>The levels of the section <c>Logging</c>, which the logging library refuses without naming the setting, or takes as numbers without a meaning.</summary>
internal static class LogLevels
{
    private const string Section = "Logging";
    private const string Levels = "LogLevel";

    /// <summary>Refuses what is no level.</summary>
    /// <exception cref="OptionsValidationException">One is none.</exception>
    public static void Check(IConfiguration configuration)
    {
        var logging = configuration.GetSection(Section);
        var problems = logging.GetChildren().Select(provider => provider.GetSection(Levels)).Prepend(logging.GetSection(Levels))
            .SelectMany(levels => levels.GetChildren())
            .Where(level => level.Value is { Length: > 0 } value && !IsLevel(value))
            .Select(level => $"{level.Path} is '{level.Value}': use {string.Join(", ", Enum.GetNames<LogLevel>())}")
            .ToList();
        if (problems.Count > 0)
        {
            throw new OptionsValidationException(Section, typeof(LoggerFilterOptions), problems);
        }
    }

    private static bool IsLevel(string value) => Enum.TryParse<LogLevel>(value, ignoreCase: true, out var level) && Enum.IsDefined(level);
}
