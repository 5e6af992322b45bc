using ApiBridge.Domain.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Configuration;

internal static class CheckedOptionsExtensions
{
    /// <summary>Binds <typeparamref name="T"/> to its section and refuses to start with values that can't be used.</summary>
    public static IServiceCollection AddCheckedOptions<T>(this IServiceCollection services, IConfiguration configuration)
        where T : class, ICheckedOptions
    {
        var section = T.Section.Length == 0 ? configuration : configuration.GetSection(T.Section);
        services.AddOptions<T>().Bind(section).ValidateOnStart();
        return services.AddSingleton<IValidateOptions<T>, Check<T>>();
    }

    private sealed class Check<T> : IValidateOptions<T>
        where T : class, ICheckedOptions
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            var problems = options.Problems().ToList();
            return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
        }
    }
}
