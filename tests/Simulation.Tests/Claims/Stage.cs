using System.Globalization;
using ApiBridge.Simulation.Tests.Bridge;
using ApiBridge.Simulation.Tests.Queues;
using ApiBridge.Simulation.Tests.Users;
using ApiBridge.Simulation.Tests.Workers;

namespace ApiBridge.Simulation.Tests.Claims;

/// <summary>
/// What a story is played on: the product's bridge and three of its workers on virtual time, in calm weather. No resync is sent until a story
/// asks for it.
/// </summary>
internal sealed class Stage : IDisposable
{
    public const string Service = "svc";
    private const int Workers = 3;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestUnrest = TimeSpan.FromMinutes(20);
    private readonly Canvas _canvas;
    private readonly Invariants _invariants;
    private readonly List<SimulatedWorker> _workers;
    private readonly HashSet<QueuedMessage> _messages = [];
    private SimulatedBridge? _bridge;

    public Stage(Place place, int seed)
    {
        World = new(seed, Mutant.None, ScenarioOf(place)) { IsPrompt = true };
        _canvas = new(World);
        _invariants = new(World, _canvas);
        _workers = [.. Enumerable.Range(1, Workers).Select(number => new SimulatedWorker(World, string.Create(CultureInfo.InvariantCulture, $"worker-{number}"), new()))];
        World.Storage.Arrived = LookAsync;
        World.Cluster.Changed = () => _bridge?.Look();
        World.IsWatched = () => _bridge is { IsSynced: true };
        World.IsSeen = key => _bridge?.HasSeen(key) is true;
        _canvas.Complete();
        foreach (var ns in World.Scenario.Namespaces)
        {
            SimulatedUsers.SetEndpoint(World.Cluster, ns, Service, Service, ready: true);
        }

        Specs = new(World, _canvas);
    }

    public World World { get; }

    public SpecWriter Specs { get; }

    /// <summary>Every message that ever was in a queue, in the order in which they came.</summary>
    public List<BinaryData> Letters { get; } = [];

    public Cost Cost => new(World.Storage.Sent, World.Gateway.Attempts.Values.Sum());

    public void StartBridge()
    {
        _bridge = new(World, died: _ => { });
        _bridge.Start();
    }

    public void StopBridge()
    {
        _bridge!.Die();
        _bridge.Dispose();
        _bridge = null;
    }

    /// <summary>Runs until nothing moves any more.</summary>
    public async Task SettleAsync()
    {
        var deadline = World.Clock.Elapsed + LongestUnrest;
        (Cost, long) before;
        do
        {
            Assert.True(World.Clock.Elapsed < deadline, "it never comes to rest");
            before = (Cost, World.Cluster.Revision);
            await RunAsync(Quiet);
        }
        while (!IsAtRest() || before != (Cost, World.Cluster.Revision));
        Assert.Equal(0, World.Storage.Poisoned);
    }

    public async Task RunAsync(TimeSpan time)
    {
        var until = World.Clock.Elapsed + time;
        while (await World.Clock.RunNextAsync(until))
        {
            await (_bridge?.SendAsync() ?? Task.CompletedTask);
            Letters.AddRange(World.Storage.Triggers.SelectMany(queue => queue.Messages).Where(_messages.Add).Select(message => message.Body));
            Assert.Empty(_invariants.Lies());
        }
    }

    /// <summary>What is wrong now that nothing moves any more.</summary>
    public IEnumerable<string> Wrongs() => _invariants.Registrations();

    public void Dispose() => _bridge?.Dispose();

    private bool IsAtRest() => _bridge is null or { IsIdle: true } && !_workers.Exists(worker => worker.IsBusy) && World.Storage.Waiting == 0;

    private async Task LookAsync()
    {
        foreach (var worker in _workers.OrderBy(_ => World.Random.Next()))
        {
            await worker.LookAsync();
        }
    }

    private static Scenario ScenarioOf(Place place) => (place is Place.GatewayPerNamespace
        ? Scenario.Calm(["shop"], new() { Endpoint = "gateway.{namespace}:8080" })
        : Scenario.Calm(["shop", "mall"], new() { Endpoint = "gateway:8080", EntryName = Scenario.FullName })) with
    {
        IsPrompt = true,
        WatchesEachNamespace = place is Place.SharedGatewayWatchedByNamespace,
    };
}
