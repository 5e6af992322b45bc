using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ApiBridge.Benchmarking;
using ApiBridge.Benchmarking.Rigging;
using ApiBridge.FunctionsHost.Settings;
using ApiBridge.LocalStack.Gateway;

namespace ApiBridge.Reachability.Bench.Rigging;

/// <summary>A real API server, a queue, a gateway with an implementation behind it, and the product on them.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private const int RequestsAtOnce = 8;
    private static readonly TimeSpan GatewayDelay = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private readonly KubeApiServer _server;
    private readonly ApiSet _others = new("o");
    private readonly QueueServer _queue;
    private readonly GatewaySimulator _gateway;
    private readonly BridgeProgram _program;
    private readonly FunctionsHostProgram _functions = FunctionsHostProgram.Find();
    private BridgeProcess? _bridge;
    private HostProcess? _host;
    private int _count;
    private int _series;

    private Rig(KubeApiServer server, QueueServer queue, GatewaySimulator gateway, Implementation implementation, BridgeProgram program, bool isQuick) =>
        (_server, _queue, _gateway, Implementation, _program, IsQuick) = (server, queue, gateway, implementation, program, isQuick);

    /// <summary>Whether as little is to be done as shows that the figure can be taken.</summary>
    public bool IsQuick { get; }

    public Implementation Implementation { get; }

    /// <summary>Where the gateway takes its two calls, and the APIs' consumers.</summary>
    public Uri GatewayUrl => _gateway.Url;

    /// <summary>How long a worker without work sleeps at most between two looks at its queue.</summary>
    public TimeSpan PollingInterval => HostJson.Read(_functions.HostJson).MaxPollingInterval;

    /// <summary>What the worker said last.</summary>
    public string LastLines => _host?.LastLines ?? string.Empty;

    /// <summary>The clock.</summary>
    public TimeProvider Time => _queue.Time;

    /// <summary>Starts the servers; there is neither a bridge nor a worker yet.</summary>
    public static async Task<Rig> StartAsync(BenchmarkArguments arguments, TimeProvider time, CancellationToken cancellationToken)
    {
        var bridge = arguments.Bridge;
        var queue = await QueueServer.StartAsync(time, cancellationToken);
        await queue.Messages.EnsureAsync(cancellationToken);
        var implementation = await Implementation.StartAsync(cancellationToken);
        var gateway = await GatewaySimulator.StartAsync(new(), time, cancellationToken);
        gateway.SetFault(new() { Mode = GatewayFaultMode.Delay, Delay = GatewayDelay });

        // Last: unlike the others it would outlive this process if one of them did not start.
        var server = await KubeApiServer.StartAsync(time, cancellationToken);
        return new(server, queue, gateway, implementation, bridge, arguments.Quick);
    }

    /// <summary>Starts a bridge and a worker, in place of those that run.</summary>
    /// <param name="settings">What is special about both.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task StartProductAsync(IReadOnlyList<KeyValuePair<string, string>> settings, CancellationToken cancellationToken)
    {
        await StopProductAsync();
        await RenewQueueAsync(cancellationToken);
        KeyValuePair<string, string>[] all = [.. _server.Settings, .. settings];
        _host = HostProcess.Start(_functions, _queue, GatewayUrl, all, PollingInterval);
        await _host.UntilAsync(static log => log.Serves, "serve", cancellationToken);
        _bridge = await BridgeProcess.StartAsync(_program, _queue, [.. all, .. GatewaySettings.Of(GatewayUrl)], cancellationToken);
    }

    /// <summary>Has the product register or remove APIs until there are so many, and nothing is left to do.</summary>
    public async Task FillAsync(int count, CancellationToken cancellationToken)
    {
        if (count < _count)
        {
            await RemoveAsync(_others, Enumerable.Range(count, _count - count), cancellationToken);
        }
        else
        {
            var numbers = Enumerable.Range(_count, count - _count).ToList();
            await ServeAsync(_others, numbers, cancellationToken);
            await Parallel.ForEachAsync(numbers, Requests(cancellationToken), async (number, stop) => await CreateAsync(_others.Of(number), stop));
            await UntilAsync(() => _gateway.Registrations.Count == count, "all APIs were registered", Patience, cancellationToken);
        }

        _count = count;
        await SettleAsync(cancellationToken);
        await RenewQueueAsync(cancellationToken);
    }

    /// <summary>Makes ready for APIs that are created one by one: their Services are there, and have endpoints.</summary>
    public async Task<Samples> BeginSamplesAsync(int count, CancellationToken cancellationToken)
    {
        var apis = new ApiSet($"s{_series++}-");
        await ServeAsync(apis, Enumerable.Range(0, count), cancellationToken);
        await SettleAsync(cancellationToken);
        return new(this, apis);
    }

    /// <summary>Creates an API by a POST.</summary>
    public Task CreateAsync(JsonObject api, CancellationToken cancellationToken) =>
        _server.SendAsync(HttpMethod.Post, KubeApiServer.ApisPath, JsonContent.Create(api), cancellationToken);

    /// <summary>Deletes APIs with their Services' slices, and waits until the gateway has them no more, and nothing is left to do.</summary>
    public async Task RemoveAsync(ApiSet apis, IEnumerable<int> numbers, CancellationToken cancellationToken)
    {
        var names = numbers.Select(apis.NameOf).ToList();
        var left = _gateway.Registrations.Count - names.Count;
        await Parallel.ForEachAsync(names, Requests(cancellationToken), async (name, stop) =>
        {
            await _server.SendAsync(HttpMethod.Delete, $"{KubeApiServer.ApisPath}/{name}", content: null, stop);
            await _server.SendAsync(HttpMethod.Delete, $"{KubeApiServer.SlicesPath}/{name}{CanvasObjects.SliceSuffix}", content: null, stop);
        });
        await UntilAsync(() => _gateway.Registrations.Count == left, "all APIs were removed", Patience, cancellationToken);
        await SettleAsync(cancellationToken);
    }

    /// <summary>Waits until nothing is left to do.</summary>
    public Task SettleAsync(CancellationToken cancellationToken) => UntilAsync(
        async () => await _bridge!.WaitingAsync(cancellationToken) + await _queue.Messages.CountAsync(cancellationToken) == 0, "nothing was left to do", Patience, cancellationToken);

    /// <summary>Looks until something holds.</summary>
    /// <param name="holds">What.</param>
    /// <param name="what">What that means, as the end of the sentence "it did not happen that …".</param>
    /// <param name="patience">How long to wait at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task UntilAsync(Func<bool> holds, string what, TimeSpan patience, CancellationToken cancellationToken) =>
        UntilAsync(() => Task.FromResult(holds()), what, patience, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await StopProductAsync();
        await _gateway.DisposeAsync();
        await Implementation.DisposeAsync();
        await _server.DisposeAsync();
        await _queue.DisposeAsync();
    }

    private static ParallelOptions Requests(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = RequestsAtOnce, CancellationToken = cancellationToken };

    private async Task ServeAsync(ApiSet apis, IEnumerable<int> numbers, CancellationToken cancellationToken)
    {
        List<int> all = [.. numbers];
        all.ForEach(number => _gateway.SetService(apis.ServiceOf(number), Implementation.Url));
        await _server.CreateSlicesAsync(all.Select(number => CanvasObjects.EndpointSlice(apis.NameOf(number))), cancellationToken);
    }

    // Azurite sweeps once a minute what was deleted, in a time that grows with the square of it, and answers nobody meanwhile.
    private async Task RenewQueueAsync(CancellationToken cancellationToken)
    {
        await (_host?.HoldAsync() ?? Task.CompletedTask);
        await _queue.Azurite.RestartAsync(cancellationToken);
        await _queue.Messages.EnsureAsync(cancellationToken);
        await (_host?.ReleaseAsync() ?? Task.CompletedTask);
    }

    private async Task UntilAsync(Func<Task<bool>> holds, string what, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var started = Time.GetTimestamp(); !await holds();)
        {
            if (Time.GetElapsedTime(started) > patience)
            {
                throw new TimeoutException($"Within {patience} it did not happen that {what}. The worker said: {LastLines}");
            }

            await Task.Delay(LookInterval, Time, cancellationToken);
        }
    }

    private async Task StopProductAsync()
    {
        await (_bridge?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_host?.DisposeAsync() ?? ValueTask.CompletedTask);
        (_bridge, _host) = (null, null);
    }
}
