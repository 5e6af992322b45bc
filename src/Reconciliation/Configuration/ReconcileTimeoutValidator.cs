using ApiBridge.Reconciliation.Gateway;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Configuration;

/// <summary>Refuses to start where a reconcile would end before a call to the gateway does, so that none ever registered anything.</summary>
internal sealed class ReconcileTimeoutValidator(IOptions<GatewayClientOptions> gateway) : IValidateOptions<ReconcileOptions>
{
    public ValidateOptionsResult Validate(string? name, ReconcileOptions options) =>
        AttemptTimeout() is { } attempt && options.Timeout <= attempt
            ? ValidateOptionsResult.Fail(
                $"{ReconcileOptions.Section}:Timeout is {options.Timeout}, and one attempt at a call to the gateway may take as long: use more than "
                + $"{GatewayClientOptions.Section}:AttemptTimeout ({attempt}), or lower that one")
            : ValidateOptionsResult.Success;

    // What is wrong with the gateway's settings is told by themselves.
    private TimeSpan? AttemptTimeout()
    {
        try
        {
            return gateway.Value.AttemptTimeout;
        }
        catch (OptionsValidationException)
        {
            return null;
        }
    }
}
