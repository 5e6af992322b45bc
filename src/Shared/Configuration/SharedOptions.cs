using ApiBridge.Domain;
using ApiBridge.Shared.Gateway;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Scope;
using ApiBridge.Shared.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiBridge.Shared.Configuration;

/// <summary>The settings that the bridge and the worker must agree on.</summary>
public static class SharedOptions
{
    /// <summary>
    /// Reads them into their options, which are checked before anything starts, and adds what follows from them alone. What the former
    /// operator's variables are read as is said at start.
    /// </summary>
    /// <param name="services">The program's services.</param>
    /// <param name="configuration">What the program was given.</param>
    /// <returns>The settings in force, for the program's own options: an empty one counts as not set.</returns>
    /// <exception cref="OptionsValidationException">A level of the log is none: there is no log yet to go on with.</exception>
    public static IConfiguration AddSharedOptions(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        LogLevels.Check(configuration);
        var legacy = new LegacyVariables(configuration);
        var settings = SettingsInForce.Of(configuration, legacy);
        services.AddSingleton(new SettingSources(legacy, settings));
        services.AddSingleton<IHostedService>(provider => new UnknownSettings(configuration, provider.GetRequiredService<ILogger<UnknownSettings>>()));
        services.AddSingleton<IHostedService>(provider => new LegacyReport(legacy, settings, provider.GetRequiredService<ILogger<LegacyReport>>()));
        services.AddSingleton<IHostedService, ModeReport>();
        if (legacy.Level is { } level && settings[LegacyVariables.LogLevelSetting] == level.ToString())
        {
            services.AddLogging(logging => logging.SetMinimumLevel(level));
        }

        services.AddOptions<KubernetesOptions>().Bind(settings.GetSection(KubernetesOptions.Section)).Checked();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KubernetesOptions>, KubeconfigValidator>());
        services.AddOptions<ModeOptions>().Configure(options => options.Read(settings)).Checked();
        services.AddOptions<ResourceOptions>().Bind(settings.GetSection(ResourceOptions.Section)).Checked();
        services.AddOptions<ReachabilityOptions>().Bind(settings.GetSection(ReachabilityOptions.Section)).Checked();
        services.AddOptions<ScopeOptions>().Bind(settings.GetSection(ScopeOptions.Section)).Checked();
        services.AddOptions<StorageOptions>().Configure(options => options.Read(settings)).Checked();
        services.AddOptions<QueueNames>().Configure(options => options.Read(settings)).Checked();
        var gateway = settings.GetSection(GatewayOptions.Section);
        services.AddOptions<GatewayOptions>().Bind(gateway).Configure(options =>
        {
            options.FormerEntryNames = SettingList.Read(gateway, nameof(options.FormerEntryNames)) ?? options.FormerEntryNames;
            options.FormerEndpoints = SettingList.Read(gateway, nameof(options.FormerEndpoints)) ?? options.FormerEndpoints;
            options.ReservedPaths = SettingList.Read(gateway, nameof(options.ReservedPaths)) ?? options.ReservedPaths;
        }).Checked();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GatewayOptions>, EntryNameValidator>());
        services.AddSingleton(provider => new NamespaceScope(provider.GetRequiredService<IOptions<ScopeOptions>>().Value));
        services.AddSingleton(provider => new ObjectScope(provider.GetRequiredService<IOptions<ScopeOptions>>().Value));
        services.AddSingleton<GatewayEntries>(provider => provider.GetRequiredService<IOptions<GatewayOptions>>().Value
            .Entries(provider.GetRequiredService<IOptions<KubernetesOptions>>().Value.ClusterName));
        return settings;
    }
}
