using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Benchmarking.Rigging;
using ApiBridge.Domain;
using ApiBridge.FunctionsHost.Settings;
using ApiBridge.LocalStack.Gateway;

namespace ApiBridge.Worker.Bench.Rigging;

/// <summary>A queue, a Kubernetes API and a gateway, and workers on them.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private const int Senders = 8;
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly FunctionsHostProgram _program = FunctionsHostProgram.Find();
    private readonly GatewaySimulator _gateway;
    private IReadOnlyList<BinaryData> _messages = [];
    private int _bursts;

    private Rig(QueueServer queue, ICluster cluster, GatewaySimulator gateway)
    {
        (Queue, Cluster, _gateway) = (queue, cluster, gateway);
        HostJson = ApiBridge.FunctionsHost.Settings.HostJson.Read(_program.HostJson);
    }

    public QueueServer Queue { get; }

    public ICluster Cluster { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time => Queue.Time;

    /// <summary>What the app's host.json says.</summary>
    public QueueTriggerOptions HostJson { get; }

    /// <summary>How its host takes messages by it.</summary>
    public Batching Batching => new(HostJson.BatchSize, HostJson.NewBatchThreshold);

    /// <summary>Starts the servers.</summary>
    /// <param name="real">Whether the Kubernetes API is a real one.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Rig> StartAsync(bool real, TimeProvider time, CancellationToken cancellationToken)
    {
        var queue = await QueueServer.StartAsync(time, cancellationToken);
        await queue.Messages.EnsureAsync(cancellationToken);
        var gateway = await GatewaySimulator.StartAsync(new(), time, cancellationToken);

        // Last: unlike the others it would outlive this process if one of them did not start.
        return new(queue, real ? await OnKubeApiServer.StartAsync(time, cancellationToken) : await OnTheEmulator.StartAsync(time, cancellationToken), gateway);
    }

    /// <summary>Makes the gateway take its time over each call.</summary>
    public void SlowGateway(TimeSpan delay) => _gateway.SetFault(new() { Mode = GatewayFaultMode.Delay, Delay = delay });

    /// <summary>Starts a worker, and waits for nothing.</summary>
    /// <param name="settings">Settings besides those that every worker has.</param>
    public HostProcess StartHost(params IEnumerable<KeyValuePair<string, string>> settings) => HostProcess.Start(
        _program, Queue, _gateway.Url, [.. Cluster.Settings, .. settings], HostJson.MaxPollingInterval);

    /// <summary>Starts a worker that takes no messages yet: it is held, but for the bursts.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="settings">Settings besides those that every worker has.</param>
    public async Task<HostProcess> StartHeldHostAsync(CancellationToken cancellationToken, params IEnumerable<KeyValuePair<string, string>> settings)
    {
        var host = StartHost(settings);
        try
        {
            await host.UntilAsync(static log => log.Serves, "serve", cancellationToken);
            await host.HoldAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a bridge and waits until it is ready.</summary>
    public Task<BridgeProcess> StartBridgeAsync(CancellationToken cancellationToken) =>
        BridgeProcess.StartAsync(BridgeProgram.Jit, Queue, [.. Cluster.Settings, .. GatewaySettings.Of(_gateway.Url)], cancellationToken);

    /// <summary>Stores new APIs, whose Services are ready.</summary>
    public async Task<IReadOnlyList<JsonObject>> CreateAsync(int count, CancellationToken cancellationToken)
    {
        var apis = NewApis.Of(_bursts++, count);
        await Cluster.WriteAsync(apis, cancellationToken);
        return apis.Apis;
    }

    /// <summary>The APIs as they stand.</summary>
    public async Task<IReadOnlyList<ExposedApi>> ApisAsync(CancellationToken cancellationToken) =>
        [.. (await Cluster.ApisAsync(cancellationToken)).Select(Parse)];

    /// <summary>Has a worker take care of so many new APIs, whose messages wait in the queue. Before and after it is held.</summary>
    public async Task<Burst> ReconcileAsync(HostProcess host, int apis, CancellationToken cancellationToken)
    {
        _messages = [.. (await CreateAsync(apis, cancellationToken)).Select(Message)];
        await FillAsync(cancellationToken);
        host.Log.Forget();
        Cluster.Requests?.Reset();
        await host.IsDueAsync(cancellationToken);
        var (calls, revision, used) = (_gateway.Calls.Count, await Cluster.RevisionAsync(cancellationToken), Used(host));
        var started = Time.GetTimestamp();
        await host.ReleaseAsync();
        await host.UntilAsync(log => log.Ended >= apis, $"take {apis} messages", cancellationToken);
        await EmptyAsync(cancellationToken);
        var seconds = Time.GetElapsedTime(started).TotalSeconds;
        var burst = new Burst(
            seconds,
            [.. host.Log.Invocations.Select(invocation => invocation.Milliseconds)],
            _gateway.Calls.Count - calls,
            await Cluster.RevisionAsync(cancellationToken) - revision,
            Cluster.Requests?.Of(HttpMethod.Get.Method),
            Cluster.Requests?.With(409),
            Used(host) - used);
        await host.HoldAsync();
        await RefuseHalfWorkAsync(host, apis, cancellationToken);
        await Cluster.ClearAsync(cancellationToken);
        return burst;
    }

    /// <summary>Receives and deletes the messages of the last burst again, while its worker is held.</summary>
    /// <returns>How many seconds that took.</returns>
    public async Task<double> ReceiveAsync(Batching batching, CancellationToken cancellationToken)
    {
        await FillAsync(cancellationToken);
        var receiver = new QueueReceiver(Queue.Azurite.ConnectionString, QueueServer.LiveQueue, Time);
        var started = Time.GetTimestamp();
        await receiver.ReceiveAsync(_messages.Count, batching, cancellationToken);
        return Time.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Waits until the queue holds no message.</summary>
    public async Task EmptyAsync(CancellationToken cancellationToken)
    {
        for (var started = Time.GetTimestamp(); await Queue.Messages.CountAsync(cancellationToken) is > 0 and var left;)
        {
            if (Time.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"{left} messages are left in the queue.");
            }

            await Task.Delay(LookInterval, Time, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await Cluster.DisposeAsync();
        await Queue.DisposeAsync();
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(
            _messages,
            new ParallelOptions { MaxDegreeOfParallelism = Senders, CancellationToken = cancellationToken },
            async (body, stop) => await Queue.Messages.SendAsync(body, stop));

        // What the preparations left is not to be cleaned away while the clock runs.
        GC.Collect();
    }

    private BinaryData Message(JsonObject api)
    {
        var parsed = Parse(api);
        return new(ApiEventCodec.Encode(new()
        {
            Id = Guid.CreateVersion7().ToString(),
            Source = "/clusters/127.0.0.1/apis/oda.tmforum.org/v1/exposedapis",
            Time = Time.GetUtcNow(),
            Key = parsed.Key,
            Reason = EventReason.Changed,
            ResourceVersion = parsed.ResourceVersion,
        }));
    }

    private async Task RefuseHalfWorkAsync(HostProcess host, int apis, CancellationToken cancellationToken)
    {
        var ready = (await ApisAsync(cancellationToken)).Count(api => api.Status is { Ready: true, Url.Length: > 0 });
        var failures = host.Log.Invocations.Count(invocation => !invocation.Succeeded);
        if (ready != apis || failures > 0)
        {
            throw new InvalidOperationException($"Of {apis} new APIs {ready} are ready, and {failures} invocations failed.");
        }
    }

    private ProcessorTimes Used(HostProcess host)
    {
        using var own = Process.GetCurrentProcess();
        return new(host.ProcessorTime, host.AppProcessorTime, own.TotalProcessorTime + Cluster.ProcessorTime, Queue.ProcessorTime);
    }

    private static ExposedApi Parse(JsonObject api) => ExposedApi.Parse(JsonSerializer.SerializeToElement(api));
}
