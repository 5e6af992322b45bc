using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Scope;
using Microsoft.Extensions.Options;

namespace ApiBridge.Shared.Gateway;

/// <summary>Refuses to start where two of the objects that are looked after could share an entry.</summary>
internal sealed class EntryNameValidator(IOptions<ScopeOptions> scope, IOptions<KubernetesOptions> cluster) : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options) =>
        options.Problems(Value(scope) ?? new(), Value(cluster)?.ClusterName ?? string.Empty).ToList() is { Count: > 0 } problems
            ? ValidateOptionsResult.Fail(problems)
            : ValidateOptionsResult.Success;

    // What is wrong with those is told by themselves.
    private static T? Value<T>(IOptions<T> options)
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
