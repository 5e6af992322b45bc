using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace ApiBridge.Shared.Configuration;

/// <summary>
/// Makes options. A value of another type is told like any other that can't be used, so that it hides no other options' problems; and what
/// was set by one of the former operator's variables is told under its name.
/// </summary>
internal sealed class CheckedOptionsFactory<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
    IEnumerable<IConfigureOptions<TOptions>> setups,
    IEnumerable<IPostConfigureOptions<TOptions>> postConfigures,
    IEnumerable<IValidateOptions<TOptions>> validations,
    SettingSources sources) : IOptionsFactory<TOptions>
    where TOptions : class
{
    private readonly OptionsFactory<TOptions> _factory = new(setups, postConfigures, validations);

    public TOptions Create(string name)
    {
        try
        {
            return _factory.Create(name);
        }
        catch (OptionsValidationException exception)
        {
            throw new OptionsValidationException(name, typeof(TOptions), exception.Failures.Select(sources.Name));
        }
        catch (InvalidOperationException exception) when (UnreadableValue.In(exception) is { } problem)
        {
            throw new OptionsValidationException(name, typeof(TOptions), [sources.Name(problem)]);
        }
    }
}
