using ApiBridge.Domain.Configuration;
using ApiBridge.Reconciliation.Configuration;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Reporting;
using ApiBridge.Reconciliation.Retrying;
using ApiBridge.Reconciliation.Statuses;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation;

/// <summary>Puts the reconciliation together, for whichever head hosts it.</summary>
public static class ReconciliationServices
{
    /// <summary>Adds <see cref="ApiEventHandler"/>, <see cref="PoisonedEventHandler"/>, <see cref="StatusApi"/> and what they need.</summary>
    /// <param name="services">The head's services.</param>
    /// <param name="configuration">The head's settings; the old operator's variables count below them.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddReconciliation(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var legacy = LegacySettings.Read(configuration);
        var settings = new ConfigurationBuilder().AddInMemoryCollection(legacy.Settings).AddConfiguration(configuration).Build();
        services.AddCheckedOptions<ResourceOptions>(settings);
        services.AddCheckedOptions<ScopeOptions>(settings);
        services.AddCheckedOptions<ClusterOptions>(settings);
        services.AddCheckedOptions<ReconcileOptions>(settings);
        services.AddCheckedOptions<GatewayOptions>(settings);
        services.AddCheckedOptions<GatewayConnectionOptions>(settings);
        services.AddCheckedOptions<RetryOptions>(settings);
        services.AddCheckedOptions<QueueOptions>(settings);
        services.AddCheckedOptions<StorageOptions>(settings);
        services.PostConfigure<StorageOptions>(storage => storage.ConnectionString = settings[StorageOptions.Section] ?? string.Empty);
        services.AddSingleton(legacy);
        if (legacy.MinimumLevel is { } level)
        {
            services.AddLogging(logging => logging.SetMinimumLevel(level));
        }

        services.AddHostedService<LegacySettingsReport>();

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Random.Shared);
        services.AddSingleton(provider => ClusterConnection.Open(provider.GetRequiredService<IOptions<ClusterOptions>>().Value));
        services.AddSingleton<ResourceClient>();
        services.AddSingleton<ResourceDiscovery>();
        services.AddSingleton<EventRecorder>();
        services.AddSingleton(provider => new NamespaceScope(provider.GetRequiredService<IOptions<ScopeOptions>>().Value));
        services.AddSingleton<IExposedApiStore, ExposedApiStore>();
        services.AddSingleton<INetworkStore, NetworkStore>();
        services.AddSingleton<IComponentStore, ComponentStore>();
        services.AddApigGateway();
        services.AddSingleton(provider => StorageConnection.Open(provider.GetRequiredService<IOptions<StorageOptions>>().Value));
        services.AddSingleton<Queues>();
        services.AddSingleton<IRetryQueue, RetryQueue>();
        services.AddSingleton<RetryDelay>();
        services.AddSingleton<PublicAddressFinder>();
        services.AddSingleton<StatusWriter>();
        services.AddSingleton<Rivals>();
        services.AddSingleton<Registrar>();
        services.AddSingleton<Deregistrar>();
        services.AddSingleton<ComponentNotifier>();
        services.AddSingleton<ExposedApiReconciler>();
        services.AddSingleton<EventIntake>();
        services.AddSingleton(provider => new ApiEventHandler(
            provider.GetRequiredService<EventIntake>(),
            provider.GetRequiredService<ExposedApiReconciler>(),
            provider.GetRequiredService<IRetryQueue>(),
            provider.GetRequiredService<RetryDelay>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ApiEventHandler>>()));
        services.AddSingleton(provider => new PoisonedEventHandler(
            provider.GetRequiredService<EventIntake>(),
            provider.GetRequiredService<IExposedApiStore>(),
            provider.GetRequiredService<Queues>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PoisonedEventHandler>>()));
        services.AddStatusApi();
        return services;
    }
}
