using Microsoft.Extensions.Options;

namespace ApiBridge.Shared.Configuration;

/// <summary>Stops the start when options have problems, and names all of them at once.</summary>
internal sealed class CheckedOptionsValidator<TOptions> : IValidateOptions<TOptions>
    where TOptions : class, ICheckedOptions
{
    public ValidateOptionsResult Validate(string? name, TOptions options) =>
        options.Problems().ToList() is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
}
