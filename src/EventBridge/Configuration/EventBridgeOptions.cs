using System.Diagnostics.CodeAnalysis;
using ApiBridge.Domain.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Configuration;

/// <summary>Reads the settings into the options, which are checked before anything starts.</summary>
internal static class EventBridgeOptions
{
    public static void AddEventBridgeOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<KubernetesOptions>().Bind(configuration.GetSection(KubernetesOptions.Section)).Checked();
        services.AddOptions<ResourceOptions>().Bind(configuration.GetSection(ResourceOptions.Section)).Checked();
        services.AddOptions<ScopeOptions>().Bind(configuration.GetSection(ScopeOptions.Section)).Checked();
        services.AddOptions<GatewayOptions>().Bind(configuration.GetSection(GatewayOptions.Section)).Checked();
        services.AddOptions<LeadershipOptions>().Bind(configuration.GetSection(LeadershipOptions.Section)).Checked();
        services.AddOptions<WatchOptions>().Bind(configuration.GetSection(WatchOptions.Section)).Checked();
        services.AddOptions<ResyncOptions>().Bind(configuration.GetSection(ResyncOptions.Section)).Checked();
        services.AddOptions<QueueOptions>().Bind(configuration.GetSection(QueueOptions.Section)).Configure(options =>
        {
            // Settings of the Functions app, so that one account and one queue name serve both.
            var storage = configuration.GetSection("AzureWebJobsStorage");
            options.ConnectionString = storage.Value ?? options.ConnectionString;
            options.ServiceUri = storage["queueServiceUri"] ?? options.ServiceUri;
            options.AccountName = storage["accountName"] ?? options.AccountName;
            options.ClientId = storage["clientId"] ?? options.ClientId;
            options.Name = configuration["ApiEventsQueue"] ?? options.Name;
            options.RetryName = configuration["ApiRetryQueue"] ?? options.RetryName;
            options.DeadLetterName = configuration["ApiDeadLetterQueue"] ?? options.DeadLetterName;
        }).Checked();
    }

    private static void Checked<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(
        this OptionsBuilder<TOptions> builder)
        where TOptions : class, ICheckedOptions
    {
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, CheckedOptionsValidator<TOptions>>());
        builder.ValidateOnStart();
    }
}
