using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Threading.Channels;
using ApiBridge.LocalStack.QueueTriggers;
using ApiBridge.Reconciliation;
using ApiBridge.Shared.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ApiBridge.Worker.Bench.Worker;

/// <summary>
/// The process that is measured: the reconciliation behind the embedded Functions host, which takes messages when it is ordered to and not
/// before, so that the queue can be filled meanwhile.
/// </summary>
internal sealed class WorkerProgram(IServiceProvider services, TimeProvider time)
{
    /// <summary>The argument by which the benchmark starts itself as the worker.</summary>
    public const string Name = "worker-process";

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(2);
    private readonly string _connectionString = services.GetRequiredService<IOptions<StorageOptions>>().Value.ConnectionString;
    private readonly QueueNames _queues = services.GetRequiredService<IOptions<QueueNames>>().Value;

    /// <summary>Obeys the orders on standard input until it ends.</summary>
    public static async Task<int> RunAsync(TimeProvider time)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddEnvironmentVariables();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true)
            .AddFilter("System.Net.Http", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning);
        builder.Services.AddSingleton(time);
        builder.Services.AddReconciliation(builder.Configuration);
        using var host = builder.Build();
        await host.StartAsync();
        var program = new WorkerProgram(host.Services, time);
        var orders = Channel.CreateUnbounded<string>();

        // A benchmark that died leaves orders that can't be carried out any more.
        var listening = Task.Run(() => ListenAsync(orders.Writer));
        await Task.WhenAny(program.ObeyAsync(orders.Reader), listening);
        await host.StopAsync();
        return 0;
    }

    private static async Task ListenAsync(ChannelWriter<string> orders)
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            await orders.WriteAsync(line);
        }
    }

    private async Task ObeyAsync(ChannelReader<string> orders)
    {
        await foreach (var line in orders.ReadAllAsync())
        {
            var report = await ObeyAsync(JsonSerializer.Deserialize<Order>(line)!);
            Console.WriteLine(Report.Mark + JsonSerializer.Serialize(report));
        }
    }

    private async Task<Report> ObeyAsync(Order order)
    {
        // What the last order left is not to be cleaned away while the clock runs.
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var usedBefore = process.TotalProcessorTime;
        var started = time.GetTimestamp();
        var (milliseconds, failures) = order.Reconcile ? await ReconcileAsync(order) : ([], 0);
        if (!order.Reconcile)
        {
            await new RawReceiver(_connectionString, _queues.EventsQueue).ReceiveAsync(order);
        }

        var elapsed = time.GetElapsedTime(started);
        process.Refresh();
        return new(elapsed.TotalSeconds, (process.TotalProcessorTime - usedBefore).TotalSeconds, milliseconds, failures);
    }

    private async Task<(IReadOnlyList<double> Milliseconds, long Failures)> ReconcileAsync(Order order)
    {
        var events = services.GetRequiredService<ApiEventHandler>();
        var durations = new ConcurrentBag<double>();
        QueueTrigger live = new(_queues.EventsQueue, async (message, cancellationToken) =>
        {
            var began = time.GetTimestamp();
            await events.HandleAsync(message.Body, message.DequeueCount, cancellationToken);
            durations.Add(time.GetElapsedTime(began).TotalMilliseconds);
        });
        var options = new QueueTriggerOptions { BatchSize = order.Batching.Size, NewBatchThreshold = order.Batching.Threshold };
        using var host = new QueueTriggerHost(
            _connectionString, options, [live], time, services.GetRequiredService<ILogger<QueueTriggerHost>>());
        await host.StartAsync(CancellationToken.None);
        var counters = host.Counters[_queues.EventsQueue];
        while (counters.Succeeded + counters.Failed < order.Messages || counters.InFlight > 0)
        {
            await Task.Delay(LookInterval, time);
        }

        await host.StopAsync(CancellationToken.None);
        return ([.. durations], counters.Failed);
    }
}
