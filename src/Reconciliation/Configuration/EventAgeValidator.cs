using ApiBridge.Reconciliation.Retrying;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Configuration;

/// <summary>Refuses to start where a message may come back from its longest wait too old to be worked on.</summary>
internal sealed class EventAgeValidator(IOptions<RetryOptions> retry) : IValidateOptions<ReconcileOptions>
{
    public ValidateOptionsResult Validate(string? name, ReconcileOptions options) =>
        options.MaxEventAge > TimeSpan.Zero && LongestWait() is { } wait && options.MaxEventAge <= wait
            ? ValidateOptionsResult.Fail(
                $"{ReconcileOptions.Section}:MaxEventAge is {options.MaxEventAge}, and a message may wait as long for its next attempt: use more than "
                + $"{RetryOptions.Section}:MaxDelay ({wait}), or 0 for no limit")
            : ValidateOptionsResult.Success;

    // What is wrong with those settings is told by themselves.
    private TimeSpan? LongestWait()
    {
        try
        {
            return retry.Value.MaxDelay;
        }
        catch (OptionsValidationException)
        {
            return null;
        }
    }
}
