using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ApiBridge.Shared.Configuration;

/// <summary>
/// The level that the former operator's <c>LOGGING</c> variable asks for: a name or a number of Python's logging module
/// (https://docs.python.org/3/library/logging.html#logging-levels).
/// </summary>
internal static class PythonLogLevel
{
    /// <summary>What it may be, for people.</summary>
    public const string Understood = "DEBUG, INFO, WARNING, ERROR, CRITICAL or a number";

    /// <summary>Reads a level; null when it is none.</summary>
    public static LogLevel? Read(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number switch { <= 10 => LogLevel.Debug, <= 20 => LogLevel.Information, <= 30 => LogLevel.Warning, <= 40 => LogLevel.Error, _ => LogLevel.Critical }
        : value.ToUpperInvariant() switch
        {
            "NOTSET" or "DEBUG" => LogLevel.Debug,
            "INFO" => LogLevel.Information,
            "WARN" or "WARNING" => LogLevel.Warning,
            "ERROR" => LogLevel.Error,
            "CRITICAL" or "FATAL" => LogLevel.Critical,
            _ => null,
        };
}
