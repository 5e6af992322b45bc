using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Configuration;

/// <summary>Tells the failures that are the settings' fault from all others.</summary>
internal static class BadSettings
{
    /// <summary>One line a problem; none when any of the failure is not the settings' fault.</summary>
    public static IReadOnlyList<string> In(Exception exception) => exception switch
    {
        OptionsValidationException invalid => [.. invalid.Failures.Select(OneLine)],
        AggregateException several when several.InnerExceptions.All(inner => In(inner).Count > 0) => [.. several.InnerExceptions.SelectMany(In)],

        // What the configuration binder throws for a value of another type; it names the value and the setting.
        InvalidOperationException { InnerException: FormatException or OverflowException or ArgumentException } unreadable => [OneLine(unreadable.Message)],
        _ => [],
    };

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
