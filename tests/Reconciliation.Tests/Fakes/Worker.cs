using ApiBridge.Domain;
using ApiBridge.Reconciliation.Entries;
using ApiBridge.Reconciliation.Reachability;
using ApiBridge.Reconciliation.Retrying;
using ApiBridge.Reconciliation.Statuses;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>One process that works on messages, the product's own code between its seams.</summary>
internal sealed class Worker
{
    private readonly ApiEventHandler _handler;

    public Worker(World world)
    {
        Store = new(world.Cluster, Steps);
        Network = new(world.Network, Steps);
        Retries = new(Steps) { Waiting = world.Retries };
        var gateway = Options.Create(world.Gateway);
        var client = Options.Create(world.Client);
        var elders = new Elders(Store, world.Entries, new(world.Scope), gateway);
        var writer = new EntryWriter(world.Line ?? new FakeApiGateway(world, Steps), world.Entries, gateway, client);
        var lost = new LostGateways(new FakeNamespaceStore(world.Namespaces), gateway, Options.Create(world.Reconcile), LostLog);
        var former = new FormerEntries(writer, lost, world.Entries, client);
        var registrar = new Registrar(writer, former, elders, world.Entries, gateway, NullLogger<Registrar>.Instance);
        var statuses = new StatusWriter(Store);
        var deregistrar = new Deregistrar(
            Store, writer, former, lost, statuses, world.Entries, gateway, Options.Create(world.Reconcile), world.Time, NullLogger<Deregistrar>.Instance);
        var notifier = new ComponentNotifier(new FakeComponentStore(world.Component, Steps), NullLogger<ComponentNotifier>.Instance);
        var exit = new ScopeExit(
            Store, deregistrar, notifier, world.Entries, new(world.Scope), Options.Create(world.Reconcile), world.Time, NullLogger<ScopeExit>.Instance);
        var probe = Options.Create(world.Probe);
        var routes = new RouteCheck(
            new(new HttpClient(world.Routes), probe, world.Time), Store, statuses, world.Entries, Options.Create(world.Reachability), probe, Options.Create(world.Mode),
            world.Time, NullLogger<RouteCheck>.Instance);
        var reconciler = new ExposedApiReconciler(
            Store, registrar, deregistrar, exit, new(Store, world.Entries, world.Time, NullLogger<Pause>.Instance), world.Entries, Network, new PublicAddressFinder(Network, gateway, client), notifier, statuses, routes,
            Options.Create(world.Reconcile), world.Time, Log);
        _handler = new(
            world.Intake, reconciler, Retries, new RetryDelay(Options.Create(new RetryOptions()), new Random(1)), Options.Create(world.Mode), world.Time,
            NullLogger<ApiEventHandler>.Instance);
    }

    public Steps Steps { get; } = new();

    /// <summary>What its reconciler logs.</summary>
    public RecordingLogger<ExposedApiReconciler> Log { get; } = new();

    /// <summary>What it logs of gateways that went with their namespaces.</summary>
    public RecordingLogger<LostGateways> LostLog { get; } = new();

    public FakeExposedApiStore Store { get; }

    public FakeNetworkStore Network { get; }

    public RecordingRetryQueue Retries { get; }

    public Task HandleAsync(ApiEvent apiEvent, long dequeueCount = 1, CancellationToken? host = null) =>
        HandleAsync(ApiEventCodec.Encode(apiEvent), dequeueCount, host);

    public Task HandleAsync(ReadOnlyMemory<byte> message, long dequeueCount = 1, CancellationToken? host = null) =>
        _handler.HandleAsync(new BinaryData(message), dequeueCount, host ?? TestContext.Current.CancellationToken);
}
