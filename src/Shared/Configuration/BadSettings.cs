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
        OptionsValidationException invalid => [.. invalid.Failures.Select(ProblemLine.Of)],
        AggregateException several when several.InnerExceptions.All(inner => In(inner, other).Count > 0) =>
            [.. several.InnerExceptions.SelectMany(inner => In(inner, other))],

        // A file with settings that is no JSON: the inner failure tells where.
        InvalidDataException unreadable => [ProblemLine.Of($"{unreadable.Message} {unreadable.GetBaseException().Message} Mend the file.")],
        _ => (UnreadableValue.In(exception) ?? other?.Invoke(exception)) is { } problem ? [ProblemLine.Of(problem)] : [],
    };
}
