using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Gateway;

internal static class GatewayServices
{
    /// <summary>Adds the gateway's client.</summary>
    /// <remarks>
    /// It lives as long as the worker, so connections, and with them addresses, are renewed below it. Attempts have a limit of their
    /// own, and a limit on all of them would cut off the last. A redirect is no answer of the contract, and would take our headers along.
    /// </remarks>
    public static IServiceCollection AddApigGateway(this IServiceCollection services)
    {
        services.AddSingleton<BearerToken>();
        services.AddSingleton<GatewayBreakers>();
        services.AddSingleton<GatewayOutages>();
        services.AddTransient<GatewayCredentials>();
        services.AddHostedService<GatewayConnectionReport>();
        services.AddHttpClient<IApiGateway, MeasuredGateway>((client, provider) => new(
                ActivatorUtilities.CreateInstance<ApigGateway>(provider, client), provider.GetRequiredService<TimeProvider>()))
            .UseSocketsHttpHandler((handler, provider) =>
            {
                handler.AllowAutoRedirect = false;
                handler.ActivityHeadersPropagator = null; // The call's own span goes along, not one below it that nobody records.
                var connection = provider.GetRequiredService<IOptions<GatewayConnectionOptions>>().Value;
                handler.PooledConnectionLifetime = connection.ConnectionLifetime;
                handler.MaxConnectionsPerServer = connection.MaxConcurrentCalls;
                connection.Apply(handler.SslOptions);
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigureHttpClient(client => client.Timeout = Timeout.InfiniteTimeSpan)
            .AddHttpMessageHandler<GatewayCredentials>()
            .AddGatewayResilience()
            .AddHttpMessageHandler(() => new SentMark());
        return services;
    }
}
