using System.Text.RegularExpressions;

namespace ApiBridge.Shared.Configuration;

/// <summary>A value that is of another type than its setting.</summary>
internal static partial class UnreadableValue
{
    /// <summary>What the configuration binder fails with, with the fix that it does not name.</summary>
    /// <returns>Setting, value and fix; null when the failure is another.</returns>
    public static string? In(Exception exception) =>
        exception is InvalidOperationException { InnerException: FormatException or OverflowException or ArgumentException }
            ? $"{exception.Message.TrimEnd('.')}: {Fix(TypeName().Match(exception.Message).Groups["type"].Value)}"
            : null;

    private static string Fix(string type) => type switch
    {
        "System.TimeSpan" => "give a time as hh:mm:ss, such as 00:00:30",
        "System.Boolean" => "give true or false",
        "System.Int32" or "System.Int64" => "give a whole number",
        _ => "see docs/configuration.md",
    };

    [GeneratedRegex(@"to type '(?<type>[\w.]+)'\.?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TypeName();
}
