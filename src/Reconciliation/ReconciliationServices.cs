using ApiBridge.Reconciliation.Configuration;
using ApiBridge.Reconciliation.Entries;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Observing;
using ApiBridge.Reconciliation.Poison;
using ApiBridge.Reconciliation.Reachability;
using ApiBridge.Reconciliation.Reporting;
using ApiBridge.Reconciliation.Retrying;
using ApiBridge.Reconciliation.Statuses;
using ApiBridge.Reconciliation.Tracing;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation;

/// <summary>Puts the reconciliation together, for whichever head hosts it.</summary>
public static class ReconciliationServices
{
    /// <summary>Adds <see cref="ApiEventHandler"/>, <see cref="StatusApi"/>, what goes on beside them, and what all of it needs.</summary>
    /// <param name="services">The head's services.</param>
    /// <param name="configuration">The head's settings; the old operator's variables count below them.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddReconciliation(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var settings = services.AddSharedOptions(configuration);
        var observes = ModeOptions.ObserveIn(settings);
        services.AddOptions<ReconcileOptions>().Bind(settings.GetSection(ReconcileOptions.Section)).Checked();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ReconcileOptions>, ReconcileTimeoutValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ReconcileOptions>, EventAgeValidator>());
        services.AddOptions<GatewayClientOptions>().Bind(settings.GetSection(GatewayClientOptions.Section)).Checked();
        services.AddOptions<GatewayConnectionOptions>().Bind(settings.GetSection(GatewayConnectionOptions.Section)).Checked();
        services.AddOptions<ProbeOptions>().Bind(settings.GetSection(ProbeOptions.Section)).Checked();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ProbeOptions>, ProbeTimeoutValidator>());
        services.AddOptions<ExporterOptions>().Configure(options => options.Read(settings)).Checked();
        services.AddOptions<RetryOptions>().Bind(settings.GetSection(RetryOptions.Section)).Checked();

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Random.Shared);
        services.AddSingleton(provider => ClusterConnection.Open(
            provider.GetRequiredService<IOptions<KubernetesOptions>>().Value, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => ClusterClient.Over(
            provider.GetRequiredService<ClusterConnection>(),
            [
                new ApiServerSpans(),
                new ClusterOutage(ClusterClient.CallTimeout, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ClusterOutage>>()),
                .. observes ? [new ReadOnlyRequests()] : Array.Empty<DelegatingHandler>(),
            ]));
        services.AddSingleton<ClusterRequests>();
        services.AddSingleton<IClusterDocuments, ClusterDocuments>();
        services.AddSingleton<ResourceClient>();
        services.AddSingleton<ResourceDiscovery>();
        services.AddSingleton<EventRecorder>();
        services.AddSingleton<INetworkStore, NetworkStore>();
        services.AddSingleton<INamespaceStore, NamespaceStore>();
        if (observes)
        {
            services.AddObservation();
        }
        else
        {
            services.AddPorts();
        }

        services.AddSingleton(provider => StorageAccount.Open(provider.GetRequiredService<IOptions<StorageOptions>>().Value));
        services.AddSingleton<Queues>();
        services.AddSingleton<QueueSetup>();
        services.AddHostedService<QueuesAtStart>();
        services.AddSingleton<IRetryQueue, RetryQueue>();
        services.AddSingleton<RetryDelay>();
        services.AddSingleton<PublicAddressFinder>();
        services.AddSingleton<StatusWriter>();
        services.AddSingleton<Elders>();
        services.AddSingleton<EntryWriter>();
        services.AddSingleton<LostGateways>();
        services.AddSingleton<FormerEntries>();
        services.AddSingleton<Registrar>();
        services.AddSingleton<Deregistrar>();
        services.AddSingleton<Pause>();
        services.AddSingleton<ComponentNotifier>();
        services.AddSingleton<ScopeExit>();
        services.AddRouteProbe();
        services.AddSingleton<RouteCheck>();
        services.AddSingleton<ExposedApiReconciler>();
        services.AddSingleton<EventIntake>();
        services.AddSingleton(provider => new ApiEventHandler(
            provider.GetRequiredService<EventIntake>(),
            provider.GetRequiredService<IReconciler>(),
            provider.GetRequiredService<IRetryQueue>(),
            provider.GetRequiredService<RetryDelay>(),
            provider.GetRequiredService<IOptions<ModeOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ApiEventHandler>>())
        {
            Queues = provider.GetRequiredService<IOptions<QueueNames>>().Value,
        });
        services.AddSingleton(provider => RawQueues.Open(
            provider.GetRequiredService<IOptions<StorageOptions>>().Value, provider.GetRequiredService<IOptions<QueueNames>>()));
        services.AddSingleton<PoisonedEventHandler>();
        services.AddSingleton<PoisonMover>();
        services.AddStatusApi();
        return services;
    }

    // What writes. What was given up is moved only by who can mark its object, too.
    private static void AddPorts(this IServiceCollection services)
    {
        services.AddSingleton<IExposedApiStore, ExposedApiStore>();
        services.AddSingleton<IComponentStore, ComponentStore>();
        services.AddApigGateway();
        services.AddSingleton<IReconciler>(provider => new MeasuredReconciler(
            provider.GetRequiredService<ExposedApiReconciler>(), provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService(provider => new PoisonSweep(
            provider.GetRequiredService<PoisonMover>,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PoisonSweep>>()));
    }
}
