using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ApiBridge.Shared.Configuration;

/// <summary>Has options checked before anything starts.</summary>
public static class CheckedOptionsExtensions
{
    /// <summary>Refuses to start with values that can't be used.</summary>
    /// <typeparam name="TOptions">The options.</typeparam>
    /// <param name="builder">The options, bound to their section.</param>
    public static void Checked<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this OptionsBuilder<TOptions> builder)
        where TOptions : class, ICheckedOptions
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IOptionsFactory<TOptions>, CheckedOptionsFactory<TOptions>>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, CheckedOptionsValidator<TOptions>>());
        builder.ValidateOnStart();
    }
}
