using Microsoft.Extensions.Options;

namespace ApiBridge.Shared.Kubernetes;

/// <summary>Refuses to start with a kubeconfig, or a service account, that can't be used.</summary>
internal sealed class KubeconfigValidator : IValidateOptions<KubernetesOptions>
{
    public ValidateOptionsResult Validate(string? name, KubernetesOptions options)
    {
        if (options.Problems().Any())
        {
            // They are told by themselves.
            return ValidateOptionsResult.Skip;
        }

        try
        {
            using var connection = ClusterConnection.Open(options);
            return ValidateOptionsResult.Success;
        }
        catch (OptionsValidationException exception)
        {
            return ValidateOptionsResult.Fail(exception.Failures);
        }
    }
}
