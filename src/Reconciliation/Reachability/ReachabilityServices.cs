using ApiBridge.Reconciliation.Gateway;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Reachability;

internal static class ReachabilityServices
{
    private const int AnswerBytes = 4 * 1024;
    private const int HeaderKibibytes = 16;
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    /// <summary>Adds the client that tries URLs.</summary>
    /// <remarks>
    /// It lives as long as the worker, so connections, and with them addresses, are renewed below it. A body of up to 4 KiB is thrown away, so that
    /// its connection serves again; that of a longer one is closed. Nothing of the trace goes along, for whoever answers is not ours.
    /// </remarks>
    public static IServiceCollection AddRouteProbe(this IServiceCollection services)
    {
        services.AddHttpClient<RouteProbe>()
            .UseSocketsHttpHandler((handler, provider) =>
            {
                var options = provider.GetRequiredService<IOptions<ProbeOptions>>().Value;
                handler.PooledConnectionLifetime = ConnectionLifetime;
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;
                handler.ActivityHeadersPropagator = null;
                handler.MaxResponseHeadersLength = HeaderKibibytes;
                handler.MaxResponseDrainSize = AnswerBytes;
                handler.ConnectTimeout = options.Timeout;
                handler.SslOptions.Trust(options.CaFile, options.InsecureSkipTlsVerify);
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigureHttpClient(client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan; // Each call has a limit of its own.
                client.DefaultRequestHeaders.Add("User-Agent", "apibridge");
            })
            .RemoveAllLoggers();
        return services;
    }
}
