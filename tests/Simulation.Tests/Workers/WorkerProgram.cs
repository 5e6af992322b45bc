using ApiBridge.Reconciliation;
using ApiBridge.Reconciliation.Configuration;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Retrying;
using ApiBridge.Reconciliation.Statuses;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Scope;
using ApiBridge.Shared.Storage;
using ApiBridge.Simulation.Tests.Cluster;
using ApiBridge.Simulation.Tests.Gateway;
using ApiBridge.Simulation.Tests.Queues;
using ApiBridge.Simulation.Tests.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using k8s;

namespace ApiBridge.Simulation.Tests.Workers;

/// <summary>The product's worker, all of it between its lines to the API server, the gateway and the queues.</summary>
internal sealed class WorkerProgram
{
    private readonly World _world;
    private readonly ApiEventHandler _events;
    private readonly PoisonedEventHandler _poisoned;

    public WorkerProgram(World world, SimulatedProcess process, string actor, WriteCount writes)
    {
        _world = world;
        var client = new k8s.Kubernetes(
            new KubernetesClientConfiguration { Host = "http://cluster", HttpClientTimeout = Timeout.InfiniteTimeSpan },
            new ClusterLine(world, process, actor, writes));
        var resources = new ResourceClient(client);
        var discovery = new ResourceDiscovery(new ClusterDocuments(client, world.Clock), world.Clock);
        var resource = Options.Create(new ResourceOptions());
        var gateway = Options.Create(world.Scenario.Gateway);
        var store = Mutated(world, new ExposedApiStore(
            resources, discovery, new EventRecorder(client, world.Clock), resource, gateway, new(new ScopeOptions())));
        var network = new NetworkStore(resources, discovery);
        var queues = new Shared.Storage.Queues(new QueueServiceLine(world, process, actor), Options.Create(new QueueNames()));
        var retries = new RetryQueue(queues);
        var rivals = new Rivals(store, retries, gateway, world.Clock);
        var registrar = new Registrar(Gateway(world, process, new GatewayLine(world, process, actor)), rivals, gateway, NullLogger<Registrar>.Instance);
        var statuses = new StatusWriter(store);
        var deregistrar = new Deregistrar(
            store, registrar, rivals, statuses, Options.Create(new ReconcileOptions()), world.Clock, NullLogger<Deregistrar>.Instance);
        var notifier = new ComponentNotifier(new ComponentStore(resources, discovery, resource), NullLogger<ComponentNotifier>.Instance);
        var reconciler = new ExposedApiReconciler(
            store, registrar, deregistrar, rivals, network, new PublicAddressFinder(network, gateway), notifier, statuses,
            Options.Create(new ReconcileOptions()), world.Clock, NullLogger<ExposedApiReconciler>.Instance);
        var intake = new EventIntake(Options.Create(new KubernetesOptions()), resource, Options.Create(new ReconcileOptions()), world.Clock);
        _events = new(
            intake, reconciler, retries, new RetryDelay(Options.Create(new RetryOptions()), world.Random), world.Clock,
            NullLogger<ApiEventHandler>.Instance);
        _poisoned = new(intake, store, queues, world.Clock, NullLogger<PoisonedEventHandler>.Instance);
    }

    public Task HandleAsync(SimulatedQueue queue, QueuedMessage message, int dequeueCount) =>
        SimulatedStorage.IsPoison(queue)
            ? _poisoned.HandleAsync(message.Body, CancellationToken.None)
            : _events.HandleAsync(message.Body, _world.Mutant is Mutant.BelieveOnRedelivery ? 1 : dequeueCount, CancellationToken.None);

    // As the product puts it together, retries and circuit breaker included.
    private static IApiGateway Gateway(World world, SimulatedProcess process, GatewayLine line)
    {
        var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(new ProcessTime(process, world.Clock))
            .AddSingleton(world.Random)
            .AddSingleton(Options.Create(world.Scenario.Gateway))
            .AddApigGateway();
        services.AddHttpClient<IApiGateway, ApigGateway>().ConfigurePrimaryHttpMessageHandler(() => line);
        return services.BuildServiceProvider().GetRequiredService<IApiGateway>();
    }

    private static IExposedApiStore Mutated(World world, ExposedApiStore store) =>
        world.Mutant is Mutant.NoSecondLook or Mutant.ReleaseBeforeRemoval or Mutant.StaleListAtHand ? new MutatedStore(store, world.Mutant) : store;
}
