using ApiBridge.EventBridge.Configuration;
using ApiBridge.EventBridge.Dependents;
using ApiBridge.EventBridge.Kubernetes;
using ApiBridge.EventBridge.Leadership;
using ApiBridge.EventBridge.Operations;
using ApiBridge.EventBridge.Queueing;
using ApiBridge.EventBridge.Tracking;
using ApiBridge.EventBridge.Watching;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Resilience;
using ApiBridge.Shared.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ApiBridge.EventBridge.Hosting;

/// <summary>Composes the bridge.</summary>
public static class EventBridgeServices
{
    // Room is kept for all series that a metric may have, by default for 2,000: a quarter of a megabyte each.
    private const int MostSeries = 200;
    private const string ServiceName = "apibridge-eventbridge";
    private static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(10);

    /// <summary>Adds the bridge: it starts and stops with the host.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The settings; the sections are those of the options' <c>Section</c>.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddEventBridge(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddEventBridgeOptions(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Random.Shared);

        services.AddSingleton<KubernetesApi>();
        services.AddSingleton<IClusterDocuments>(static provider => provider.GetRequiredService<KubernetesApi>());
        services.AddSingleton<ResourceDiscovery>();
        services.AddSingleton(static provider => new ClusterName(provider.GetRequiredService<KubernetesApi>().Cluster));

        services.AddSingleton<LeadershipStatus>();
        services.AddSingleton<LeaseStore>();
        services.AddSingleton<LeaderElector>();

        services.AddSingleton<WatchStatuses>();
        services.AddSingleton<UnreadableEvents>();
        services.AddSingleton<ResourceWatch>();

        services.AddSingleton<ReadinessIndex>();
        services.AddSingleton<GatewayAddresses>();
        services.AddSingleton<ComponentIndex>();
        services.AddSingleton<TrackedApis>();
        services.AddSingleton<ApiFigures>();
        services.AddSingleton<MessageRequests>();
        services.AddSingleton<ComponentMends>();
        services.AddSingleton<ApiDependencies>();
        services.AddSingleton<ExposedApiTracker>();
        services.AddSingleton<IMessageContents>(static provider => provider.GetRequiredService<ExposedApiTracker>());
        services.AddSingleton<ResyncLoop>();
        services.AddSingleton<Audits>();
        services.AddSingleton<AuditLoop>();

        services.AddSingleton(static provider => StorageAccount.Open(provider.GetRequiredService<IOptions<StorageOptions>>().Value, SendPolicy.Apply));
        services.AddSingleton<Queues>();
        services.AddSingleton<QueueSetup>();
        services.AddSingleton<QueueDepths>();
        services.AddSingleton(static provider => new QueueAges(
            RawQueues.Open(provider.GetRequiredService<IOptions<StorageOptions>>().Value, provider.GetRequiredService<IOptions<QueueNames>>(), SendPolicy.Apply),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<QueueAges>>()));
        services.AddSingleton<QueueDrain>();
        services.AddSingleton(static provider => new QueueStatus(new OutageLog(
            $"The queue {provider.GetRequiredService<IOptions<QueueNames>>().Value.EventsQueue} can't be reached",
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<QueueStatus>>())));
        services.AddSingleton<Outbox>();
        services.AddSingleton<QueueForwarder>();

        services.AddSingleton<BridgeMetrics>();
        services.AddSingleton<BridgeGauges>();
        services.AddSingleton<BridgeReadiness>();
        var telemetry = services.AddOpenTelemetry().WithMetrics(static metrics => metrics
            .AddMeter(BridgeMetrics.MeterName)
            .AddView(static _ => new MetricStreamConfiguration { CardinalityLimit = MostSeries })
            .AddPrometheusExporter());
        if (ExporterOptions.AreOn(configuration))
        {
            AddExporter(telemetry);
        }

        services.AddSingleton<BridgeWatches>();
        services.AddSingleton<BridgeTerm>();
        services.AddHostedService<QueueProbe>();
        services.AddHostedService<EventBridgeService>();
        services.Configure<HostOptions>(static host => host.ShutdownTimeout = QueueOptions.LongestDrain + StopMargin);
        return services;
    }

    private static void AddExporter(OpenTelemetryBuilder telemetry) => telemetry
        .ConfigureResource(static resource => resource
            .AddService(ServiceName, serviceVersion: ProductVersion.Of(typeof(EventBridgeServices).Assembly))
            .AddEnvironmentVariableDetector())
        .WithTracing(static tracing => tracing.AddSource(BridgeSpans.SourceName).AddOtlpExporter())
        .WithMetrics(static metrics => metrics.AddOtlpExporter());
}
