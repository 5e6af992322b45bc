using ApiBridge.Reconciliation.Configuration;
using ApiBridge.Shared.Gateway;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Reachability;

/// <summary>Refuses to start where a reconcile would end before a URL is tried: that takes two answers, one of them to a path that nobody registered.</summary>
internal sealed class ProbeTimeoutValidator(IOptions<ReconcileOptions> reconcile, IOptions<ReachabilityOptions> reachability) : IValidateOptions<ProbeOptions>
{
    private const int Answers = 2;

    public ValidateOptionsResult Validate(string? name, ProbeOptions options) =>
        Of(reachability) is { Enabled: true } && Of(reconcile)?.Timeout is { } limit && options.Timeout * Answers >= limit
            ? ValidateOptionsResult.Fail(
                $"{ProbeOptions.Section}:Timeout is {options.Timeout}, and a URL is tried by up to {Answers} calls, which may take as long as "
                + $"{ReconcileOptions.Section}:Timeout ({limit}): use less than half of that, or raise that one")
            : ValidateOptionsResult.Success;

    // What is wrong with those settings is told by themselves.
    private static T? Of<T>(IOptions<T> options)
        where T : class
    {
        try
        {
            return options.Value;
        }
        catch (OptionsValidationException)
        {
            return null;
        }
    }
}
