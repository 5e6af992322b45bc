using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Shared.Gateway;
using ApiBridge.Shared.Scope;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Observing;

internal static class ObservingServices
{
    /// <summary>
    /// Adds ports that note what they are asked for and write nothing, and what tells of it. There is no client of the gateway, and none of
    /// the API server that writes.
    /// </summary>
    public static IServiceCollection AddObservation(this IServiceCollection services)
    {
        services.AddSingleton<GatewayBreakers>();
        services.AddSingleton<Observations>();
        services.AddSingleton<ExposedApiStore>();
        services.AddSingleton<IExposedApiStore>(
            provider => new ObservedApiStore(provider.GetRequiredService<ExposedApiStore>(), provider.GetRequiredService<Observations>()));
        services.AddSingleton<IComponentStore, ObservedComponentStore>();
        services.AddSingleton<IApiGateway, ObservedGateway>();
        services.AddSingleton<Planner>();
        services.AddSingleton(provider => new ClusterPlanner(
            provider.GetRequiredService<IExposedApiStore>(),
            provider.GetRequiredService<Planner>(),
            provider.GetRequiredService<GatewayEntries>(),
            provider.GetRequiredService<ObjectScope>(),
            provider.GetRequiredService<IOptions<GatewayOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ObservingReconciler>();
        services.AddSingleton<IReconciler>(provider => new MeasuredReconciler(
            provider.GetRequiredService<ObservingReconciler>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }
}
