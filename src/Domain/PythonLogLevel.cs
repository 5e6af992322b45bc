using System.Globalization;

namespace ApiBridge.Domain;

/// <summary>
/// The level that the replaced operator's <c>LOGGING</c> variable asks for: a name or a number of Python's logging module
/// (https://docs.python.org/3/library/logging.html#logging-levels), as .NET's name for it.
/// </summary>
public static class PythonLogLevel
{
    /// <summary>Reads a level.</summary>
    /// <param name="value">The variable's value.</param>
    /// <returns>A name of .NET's LogLevel, or null when it is no level.</returns>
    public static string? ToDotNet(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number switch { <= 10 => "Debug", <= 20 => "Information", <= 30 => "Warning", <= 40 => "Error", _ => "Critical" }
            : value.ToUpperInvariant() switch
            {
                "NOTSET" or "DEBUG" => "Debug",
                "INFO" => "Information",
                "WARN" or "WARNING" => "Warning",
                "ERROR" => "Error",
                "CRITICAL" or "FATAL" => "Critical",
                _ => null,
            };
    }
}
