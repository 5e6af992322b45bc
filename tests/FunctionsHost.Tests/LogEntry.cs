using System.Globalization;
using System.Text.RegularExpressions;

namespace ApiBridge.FunctionsHost.Tests;

/// <summary>An entry of a host's log.</summary>
/// <param name="Time">The time of day.</param>
/// <param name="Level">info, warn, fail or another level, as the console shows it.</param>
/// <param name="Category">Who says it.</param>
/// <param name="Text">What is said.</param>
internal sealed partial record LogEntry(TimeSpan Time, string Level, string Category, string Text)
{
    /// <summary>The entry in a line of the console; null when it is none.</summary>
    public static LogEntry? In(string line) => Form().Match(line) is { Success: true } match
        ? new(
            TimeSpan.ParseExact(match.Groups["time"].Value, @"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture),
            match.Groups["level"].Value,
            match.Groups["category"].Value,
            match.Groups["text"].Value)
        : null;

    [GeneratedRegex(@"^(?<time>\d\d:\d\d:\d\d\.\d{3}) (?<level>\w{4}): (?<category>[^\[]+)\[\d+\] (?<text>.*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
