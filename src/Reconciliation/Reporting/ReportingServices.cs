using Microsoft.Extensions.DependencyInjection;

namespace ApiBridge.Reconciliation.Reporting;

internal static class ReportingServices
{
    /// <summary>Adds <see cref="StatusApi"/>.</summary>
    public static IServiceCollection AddStatusApi(this IServiceCollection services)
    {
        services.AddSingleton<StatusReporter>();
        services.AddSingleton(provider => new StatusApi(provider.GetRequiredService<StatusReporter>()));
        return services;
    }
}
