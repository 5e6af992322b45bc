using System.Net;
using ApiBridge.LocalStack.QueueTriggers;
using ApiBridge.Reconciliation;
using ApiBridge.Shared.Storage;
using Microsoft.Extensions.Options;

namespace ApiBridge.LocalStack.Running;

/// <summary>The Functions app without the Functions host: the same handlers behind the same four queues, and the same status over HTTP.</summary>
internal static class WorkerHost
{
    public static WebApplication Build(
        IEnumerable<KeyValuePair<string, string?>> settings,
        string connectionString,
        QueueTriggerOptions triggers,
        MessageLog messages,
        Action<ILoggingBuilder> logging,
        TimeProvider time)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { ApplicationName = typeof(WorkerHost).Assembly.GetName().Name });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port: 0));
        builder.Services.AddRoutingCore();
        // As for the bridge: what the user exports holds, except where the stack itself has to decide.
        builder.Configuration.AddEnvironmentVariables().AddInMemoryCollection(settings);
        logging(builder.Logging);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning);
        builder.Services.AddSingleton(time);
        builder.Services.AddReconciliation(builder.Configuration);
        builder.Services.AddHostedService(services => new QueueTriggerHost(
            connectionString,
            triggers,
            Triggers(services, messages),
            time,
            services.GetRequiredService<ILogger<QueueTriggerHost>>()));
        var app = builder.Build();
        app.MapStatus();
        return app;
    }

    private static IEnumerable<QueueTrigger> Triggers(IServiceProvider services, MessageLog messages)
    {
        var queues = services.GetRequiredService<IOptions<QueueNames>>().Value;
        var events = services.GetRequiredService<ApiEventHandler>();
        var poisoned = services.GetRequiredService<PoisonedEventHandler>();
        foreach (var queue in new[] { queues.EventsQueue, queues.RetryQueue })
        {
            yield return new(queue, (message, cancellationToken) =>
            {
                messages.Note(message.Body);
                return events.HandleAsync(message.Body, message.DequeueCount, cancellationToken);
            });
            yield return new(
                queue + "-poison", (message, cancellationToken) => poisoned.HandleAsync(message.Body, cancellationToken));
        }
    }
}
