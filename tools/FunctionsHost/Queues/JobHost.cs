using ApiBridge.FunctionsHost.Worker;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Executors;
using Microsoft.Azure.WebJobs.Host.Timers;
using Microsoft.Extensions.Azure;

namespace ApiBridge.FunctionsHost.Queues;

/// <summary>A host of the WebJobs SDK with the app's queue functions.</summary>
/// <param name="Host">The SDK's host.</param>
/// <param name="Failure">Learns of what its listeners can't go on after.</param>
/// <param name="Activity">How many functions run; may be asked after the host's end, too.</param>
/// <param name="DrainMode">Has the listeners take no more messages.</param>
internal sealed record JobHost(IHost Host, ListenerFailure Failure, IFunctionActivityStatusProvider Activity, IDrainModeManager DrainMode)
{
    /// <summary>Makes one; it is not started.</summary>
    /// <param name="settings">The app's settings.</param>
    /// <param name="limit">How long a function may run; zero for as long as it likes.</param>
    /// <param name="functions">The functions, as the SDK looks for them.</param>
    /// <param name="worker">Who runs them.</param>
    /// <param name="outage">Tells of storage that is away.</param>
    /// <param name="logging">Sets up the log.</param>
    public static JobHost Build(
        IConfiguration settings, TimeSpan limit, ITypeLocator functions, WorkerSupervisor worker, QueueOutage outage, Action<ILoggingBuilder> logging)
    {
        var failure = new ListenerFailure(worker);
        var host = new HostBuilder()
            .ConfigureHostConfiguration(configuration => configuration.AddConfiguration(settings))
            .ConfigureWebJobs(jobs => jobs.AddAzureStorageQueues())
            .ConfigureAppConfiguration(configuration => configuration.AddConfiguration(settings))
            .ConfigureLogging(logging)

            // Each start and stop is told in eight lines, and where storage is away there is one every half a minute.
            .ConfigureLogging(static more => more.AddFilter("Host.Startup", LogLevel.Warning))
            .ConfigureServices(services =>
            {
                services.AddSingleton(functions);
                services.AddSingleton<IJobActivator>(new QueueFunctionActivator(worker));
                services.AddSingleton<IWebJobsExceptionHandler>(failure);
                services.AddSingleton<IHostLifetime, PartLifetime>();
                services.Configure<JobHostFunctionTimeoutOptions>(timeout => (timeout.Timeout, timeout.ThrowOnTimeout) = (limit, true));
                Pin(services, outage);
            })
            .Build();
        return new(host, failure, host.Services.GetRequiredService<IFunctionActivityStatusProvider>(), host.Services.GetRequiredService<IDrainModeManager>());
    }

    private static void Pin(IServiceCollection services, QueueOutage outage)
    {
        var registered = services.Last(service => service.ServiceType == typeof(AzureComponentFactory));
        services.Remove(registered);
        services.AddSingleton<AzureComponentFactory>(provider => new PinnedComponentFactory((AzureComponentFactory)(
            registered.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!)), outage));
    }
}
