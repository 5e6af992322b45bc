using ApiBridge.Domain;
using ApiBridge.Reconciliation;
using ApiBridge.Reconciliation.Configuration;
using ApiBridge.Reconciliation.Entries;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Poison;
using ApiBridge.Reconciliation.Reachability;
using ApiBridge.Reconciliation.Retrying;
using ApiBridge.Reconciliation.Statuses;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Scope;
using ApiBridge.Shared.Storage;
using ApiBridge.Simulation.Tests.Cluster;
using ApiBridge.Simulation.Tests.Gateway;
using ApiBridge.Simulation.Tests.Queues;
using ApiBridge.Simulation.Tests.Time;
using k8s;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ApiBridge.Simulation.Tests.Workers;

/// <summary>The product's worker, all of it between its lines to the API server, the gateway and the queues.</summary>
internal sealed class WorkerProgram
{
    private readonly World _world;
    private readonly ApiEventHandler _events;
    private readonly PoisonedEventHandler _poisoned;
    private readonly MutatedWork _work = new();

    public WorkerProgram(World world, SimulatedProcess process, string actor, WriteCount writes)
    {
        _world = world;
        var client = new k8s.Kubernetes(
            new KubernetesClientConfiguration { Host = "http://cluster", HttpClientTimeout = Timeout.InfiniteTimeSpan },
            new ClusterLine(world, process, actor, writes));
        var requests = new ClusterRequests(client, world.Clock);
        var resources = new ResourceClient(requests);
        var discovery = new ResourceDiscovery(new ClusterDocuments(requests), world.Clock);
        var resource = Options.Create(new ResourceOptions());

        // A process that stalls stands still as a whole, its timers too: the limit would end its work while it does.
        var reconcile = Options.Create(new ReconcileOptions { Timeout = TimeSpan.FromDays(1) });
        var (gateway, entries) = (Options.Create(world.Settings), world.EntriesAsRead);
        var callOptions = Options.Create(world.Scenario.Client);
        IExposedApiStore store = new ExposedApiStore(
            resources, discovery, new EventRecorder(requests, world.Clock, NullLogger<EventRecorder>.Instance), resource, new(new ScopeOptions()));
        var network = new NetworkStore(resources, discovery, world.Clock);
        var names = Options.Create(new QueueNames());
        var queues = new Shared.Storage.Queues(new QueueServiceLine(world, process, actor), names);
        var raw = new RawQueues(new QueueServiceLine(world, process, actor, isRaw: true), names);
        IRetryQueue retries = new RetryQueue(queues);
        var calls = Gateway(world, process, new GatewayLine(world, process, actor));
        if (world.Mutant is not Mutant.None)
        {
            store = new MutatedStore(store, world, entries, _work);
            retries = new MutatedRetries(retries, _work, world.Mutant);
            calls = new MutatedGateway(calls, _work, world.Mutant);
        }

        var scope = new ObjectScope(world.Scope);
        var elders = new Elders(store, entries, scope, gateway);
        var writer = new EntryWriter(calls, entries, gateway, callOptions);
        INamespaceStore namespaces = new NamespaceStore(resources, NullLogger<NamespaceStore>.Instance);
        if (world.Mutant is Mutant.ServiceAloneReleases)
        {
            namespaces = new MutatedNamespaces(namespaces);
        }

        var lost = new LostGateways(namespaces, gateway, reconcile, NullLogger<LostGateways>.Instance);
        var former = new FormerEntries(writer, lost, entries, callOptions);
        var statuses = new StatusWriter(store);
        var deregistrar = new Deregistrar(store, writer, former, lost, statuses, entries, gateway, reconcile, world.Clock, NullLogger<Deregistrar>.Instance);
        var notifier = new ComponentNotifier(new ComponentStore(resources, discovery, resource), NullLogger<ComponentNotifier>.Instance);
        var probeOptions = new ProbeOptions { Address = DataPlane.Address };
        var routes = new RouteCheck(
            new(
                new HttpClient(new DataPlane(world, process, actor, probeOptions.Timeout)) { Timeout = Timeout.InfiniteTimeSpan },
                Options.Create(probeOptions),
                new ProcessTime(process, world.Clock)),
            store,
            statuses,
            entries,
            Options.Create(world.Reachability),
            Options.Create(probeOptions),
            Options.Create(new ModeOptions()),
            world.Clock,
            NullLogger<RouteCheck>.Instance);
        var reconciler = new ExposedApiReconciler(
            store,
            new Registrar(writer, former, elders, entries, gateway, NullLogger<Registrar>.Instance),
            deregistrar,
            new ScopeExit(store, deregistrar, notifier, entries, scope, reconcile, world.Clock, NullLogger<ScopeExit>.Instance),
            new Pause(store, entries, world.Clock, NullLogger<Pause>.Instance),
            entries,
            network,
            new PublicAddressFinder(network, gateway, callOptions),
            notifier,
            statuses,
            routes,
            reconcile,
            world.Clock,
            NullLogger<ExposedApiReconciler>.Instance);
        var intake = new EventIntake(Options.Create(new KubernetesOptions()), resource, new(new ScopeOptions()), reconcile, world.Clock);
        _events = new(
            intake, reconciler, retries, new RetryDelay(Options.Create(new RetryOptions()), world.Random), Options.Create(new ModeOptions()), world.Clock,
            NullLogger<ApiEventHandler>.Instance);
        _poisoned = new(intake, world.Mutant is Mutant.PoisonLeavesNoDoubt ? new SilentStore(store) : store, entries, raw, reconcile, world.Clock, NullLogger<PoisonedEventHandler>.Instance);
    }

    public Task HandleAsync(SimulatedQueue queue, QueuedMessage message, int dequeueCount)
    {
        _work.Begin(SimulatedStorage.IsPoison(queue) ? null : ApiEventCodec.Decode(message.Body.ToMemory()));
        return SimulatedStorage.IsPoison(queue)
            ? _poisoned.HandleAsync(Convert.ToBase64String(message.Body.ToMemory().Span), CancellationToken.None)
            : _events.HandleAsync(
                _world.Mutant is Mutant.SureWithoutStamp ? WithoutUid(message.Body) : message.Body,
                _world.Mutant is Mutant.BelieveOnRedelivery ? 1 : dequeueCount,
                CancellationToken.None);
    }

    // As the product puts it together, retries and circuit breaker included.
    private static IApiGateway Gateway(World world, SimulatedProcess process, GatewayLine line)
    {
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(new ProcessTime(process, world.Clock))
            .AddSingleton(world.Random)
            .AddSingleton(Options.Create(world.Scenario.Client))
            .AddApigGateway();
        services.AddHttpClient<IApiGateway, ApigGateway>().ConfigurePrimaryHttpMessageHandler(() => line);
        return services.BuildServiceProvider().GetRequiredService<IApiGateway>();
    }

    private static BinaryData WithoutUid(BinaryData body)
    {
        var apiEvent = ApiEventCodec.Decode(body.ToMemory());
        return new(ApiEventCodec.Encode(apiEvent with { Key = apiEvent.Key with { Uid = string.Empty } }));
    }
}
