using ApiBridge.Administration.Apis;
using ApiBridge.Administration.Poison;
using ApiBridge.Dashboard.Apis;
using ApiBridge.Dashboard.Cluster;
using ApiBridge.Dashboard.Programs;
using ApiBridge.Dashboard.Queueing;
using ApiBridge.Shared.Scope;
using ApiBridge.Shared.Storage;
using Azure.Storage.Queues;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.FluentUI.AspNetCore.Components;

namespace ApiBridge.Dashboard;

/// <summary>Puts the dashboard together.</summary>
internal static class DashboardServices
{
    private const int MostDisconnected = 4;

    public static void AddDashboard(this IServiceCollection services, DashboardSources sources, DashboardOptions options, TimeProvider time)
    {
        services.AddSingleton(sources).AddSingleton(options).AddSingleton(time);
        services.AddRoutingCore();
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
        {
            circuits.DisconnectedCircuitMaxRetained = MostDisconnected;
            circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(1);
        });
        services.AddFluentUIComponents();

        // Whoever it is sent to gets the worker's key.
        services.AddHttpClient(nameof(ProgramReads)).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false });
        services.AddSingleton<ClusterStates>();
        services.AddSingleton<ApiStore>();
        services.AddSingleton<ProgramReads>();
        services.AddSingleton(_ => new ClusterReads(sources.Connection));
        services.AddSingleton(_ => new ClusterApis(sources.Connection, sources.Resource, time));
        services.AddSingleton(new ObjectScope(sources.Scope));
        services.AddSingleton(new Reregistration(new(sources.Scope)));
        services.AddSingleton(new QueueBoard([.. sources.Queues.All()], time));
        services.AddHostedService<ApiWatch>();
        AddQueues(services, sources, time);
    }

    // Without a storage account all else is there, and the page says what is missing.
    private static void AddQueues(IServiceCollection services, DashboardSources sources, TimeProvider time)
    {
        if (sources.Storage is not { } storage)
        {
            services.AddSingleton(provider => new ApiActions(provider.GetRequiredService<ClusterApis>(), provider.GetRequiredService<Reregistration>(), hints: null));
            services.AddSingleton<IHostedService, MissingStorage>();
            return;
        }

        var queues = new Queues(StorageAccount.Open(storage, AnswerSoon), Options.Create(sources.Queues));
        var deadLetters = PoisonQueue.Open(storage, sources.Queues.DeadLetterQueue);
        IReadOnlyList<PoisonQueue> poisoned = [.. sources.Queues.PoisonQueues().Select(name => PoisonQueue.Open(storage, name))];
        services.AddSingleton(provider => new QueueLook(queues, [deadLetters, .. poisoned], provider.GetRequiredService<QueueBoard>(), time));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<QueueLook>());
        services.AddSingleton(provider => new QueueActions(deadLetters, poisoned, new(queues, time), provider.GetRequiredService<QueueLook>()));
        services.AddSingleton(provider => new ApiActions(
            provider.GetRequiredService<ClusterApis>(),
            provider.GetRequiredService<Reregistration>(),
            sources.Observes ? null : new HintSender(provider.GetRequiredService<ClusterApis>(), queues, sources.ClusterName, time)));
    }

    // Whoever looks is told of an outage soon, and the queues are asked again every 5 s all the same.
    private static void AnswerSoon(QueueClientOptions client)
    {
        client.Retry.MaxRetries = 1;
        client.Retry.NetworkTimeout = TimeSpan.FromSeconds(5);
    }
}
