using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Benchmarking.Rigging;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Gateway;
using ApiBridge.Worker.Bench.Worker;

namespace ApiBridge.Worker.Bench.Rigging;

/// <summary>The servers, a gateway, and one worker on them.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private const int ApisOfAComponent = 4;
    private const int Senders = 8;

    // Nobody watches, but a list that comes in pages must not be overtaken.
    private const int EventHistory = 10_000;
    private readonly RequestCounts _requests = new();
    private readonly GatewaySimulator _gateway;
    private WorkerProcess? _worker;
    private IReadOnlyList<BinaryData> _messages = [];
    private int _bursts;

    private Rig(Servers servers, GatewaySimulator gateway) => (Servers, _gateway) = (servers, gateway);

    public Servers Servers { get; }

    public static async Task<Rig> StartAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var servers = await Servers.StartAsync(EventHistory, time, cancellationToken);
        return new(servers, await GatewaySimulator.StartAsync(new(), time, cancellationToken));
    }

    /// <summary>Makes the gateway take its time over each call.</summary>
    public void SlowGateway(TimeSpan delay) => _gateway.SetFault(new() { Mode = GatewayFaultMode.Delay, Delay = delay });

    /// <summary>Has the worker take care of so many new APIs, whose messages wait in the queue and whose Services are ready.</summary>
    public async Task<Burst> ReconcileAsync(int apis, Batching batching, CancellationToken cancellationToken)
    {
        _messages = [.. Create(apis).Select(Message)];
        await FillAsync(cancellationToken);
        _requests.Reset();
        var (calls, revision) = (_gateway.Calls.Count, Servers.Revision);
        var (servers, queue) = (OwnProcessorTime(), QueueProcessorTime());
        var report = await Worker().ObeyAsync(new(Reconcile: true, apis, batching), cancellationToken);
        var burst = new Burst(
            report,
            _gateway.Calls.Count - calls,
            Servers.Revision - revision,
            _requests.Of(HttpMethod.Get.Method),
            _requests.With(409),
            (OwnProcessorTime() - servers).TotalSeconds,
            (QueueProcessorTime() - queue).TotalSeconds);
        await RefuseHalfWorkAsync(apis, report, cancellationToken);
        Servers.Clear();
        return burst;
    }

    /// <summary>Has the worker's process receive and delete the messages of the last burst again, and nothing else.</summary>
    public async Task<Report> ReceiveAsync(Batching batching, CancellationToken cancellationToken)
    {
        await FillAsync(cancellationToken);
        return await Worker().ObeyAsync(new(Reconcile: false, _messages.Count, batching), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
        {
            await _worker.DisposeAsync();
        }

        _requests.Dispose();
        await _gateway.DisposeAsync();
        await Servers.DisposeAsync();
    }

    // Started when the queues are there first: their address may change until then.
    private WorkerProcess Worker() => _worker ??= WorkerProcess.Start(
        [
            new("AzureWebJobsStorage", Servers.Azurite.ConnectionString),
            new("ApiEventsQueue", Servers.QueueName),
            new("ApiBridge:Kubernetes:Server", Servers.Kubernetes.ToString()),
            new("ApiBridge:Gateway:Endpoint", _gateway.Url.Authority),
            new("ApiBridge:Gateway:EntryName", "{namespace}.{name}"),
        ],
        Servers.Time);

    private List<JsonObject> Create(int count)
    {
        var burst = _bursts++;
        List<JsonObject> apis = [];
        for (var component = 0; apis.Count < count; component++)
        {
            var owner = string.Create(CultureInfo.InvariantCulture, $"b{burst}-{component}-productcatalog");
            List<JsonObject> owned =
            [
                .. Enumerable.Range(0, Math.Min(ApisOfAComponent, count - apis.Count))
                    .Select(number => CanvasObjects.NewApi(string.Create(CultureInfo.InvariantCulture, $"{owner}-management-{number}-v4"), owner)),
            ];
            Servers.WriteComponent(CanvasObjects.Component(owner, owned));
            foreach (var api in owned)
            {
                Servers.WriteEndpointSlice(CanvasObjects.EndpointSlice((string)api["metadata"]!["name"]!));
                Servers.WriteApi(api);
            }

            apis.AddRange(owned);
        }

        return apis;
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(
            _messages,
            new ParallelOptions { MaxDegreeOfParallelism = Senders, CancellationToken = cancellationToken },
            async (body, stop) => await Servers.Messages.SendAsync(body, stop));

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
            Time = Servers.Time.GetUtcNow(),
            Key = parsed.Key,
            Reason = EventReason.Changed,
            ResourceVersion = parsed.ResourceVersion,
        }));
    }

    private async Task RefuseHalfWorkAsync(int apis, Report report, CancellationToken cancellationToken)
    {
        var ready = Servers.Apis.Select(Parse).Count(api => api.Status is { Ready: true, Url.Length: > 0 });
        var left = await Servers.Messages.CountAsync(cancellationToken);
        if (ready != apis || left > 0 || report.Failures > 0)
        {
            throw new InvalidOperationException(
                $"Of {apis} new APIs {ready} are ready; {left} messages are left, and {report.Failures} invocations failed.");
        }
    }

    private static ExposedApi Parse(JsonObject api) => ExposedApi.Parse(JsonSerializer.SerializeToElement(api));

    private static TimeSpan OwnProcessorTime()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    private TimeSpan QueueProcessorTime()
    {
        using var process = Process.GetProcessById(Servers.Azurite.ProcessId!.Value);
        return process.TotalProcessorTime;
    }
}
