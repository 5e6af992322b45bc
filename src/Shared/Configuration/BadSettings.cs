using Microsoft.Extensions.Options;

namespace ApiBridge.Shared.Configuration;

/// <summary>Tells the failures that are the settings' fault from all others.</summary>
public static class BadSettings
{
    /// <summary>The problems with the settings that a failure tells of.</summary>
    /// <param name="exception">The failure.</param>
    /// <param name="other">What a program's other settings fail with: the problem, or null for what is not their fault. Default: nothing.</param>
    /// <returns>One line a problem; none when any of the failure is not the settings' fault.</returns>
    public static IReadOnlyList<string> In(Exception exception, Func<Exception, string?>? other = null) => exception switch
    {
        OptionsValidationException invalid => [.. invalid.Failures.Select(OneLine)],
        AggregateException several when several.InnerExceptions.All(inner => In(inner, other).Count > 0) =>
            [.. several.InnerExceptions.SelectMany(inner => In(inner, other))],

        // What the configuration binder throws for a value of another type; it names the value and the setting.
        InvalidOperationException { InnerException: FormatException or OverflowException or ArgumentException } unreadable => [OneLine(unreadable.Message)],
        _ => other?.Invoke(exception) is { } problem ? [OneLine(problem)] : [],
    };

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
