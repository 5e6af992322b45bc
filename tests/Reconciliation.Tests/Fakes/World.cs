using ApiBridge.Domain;
using ApiBridge.Reconciliation.Configuration;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Reachability;
using ApiBridge.Shared.Configuration;
using ApiBridge.Shared.Gateway;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Scope;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.Reconciliation.Tests.Fakes;

/// <summary>A cluster, a gateway and a retry queue, and a worker of ours between them.</summary>
internal sealed class World
{
    public const string Spec = """
        {"path":"/orders/v4","implementation":"orders","port":8080,"apiType":"openapi","specification":{"url":"https://x/y.json","version":"v4"}}
        """;

    private Worker? _worker;

    public World() => (Cluster, Routes) = (new(Time), new(this));

    private World(World other) => (Time, Cluster, Apig, Network, Component, Namespaces, Routes) =
        (other.Time, other.Cluster, other.Apig, other.Network, other.Component, other.Namespaces, other.Routes);

    public FakeTimeProvider Time { get; init; } = new(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public FakeCluster Cluster { get; }

    public FakeGateway Apig { get; init; } = new();

    /// <summary>What workers call in place of <see cref="Apig"/>; null for that one.</summary>
    public IApiGateway? Line { get; init; }

    /// <summary>Further gateways, by their authority.</summary>
    public Dictionary<string, FakeGateway> OtherGateways { get; init; } = [];

    public FakeNetwork Network { get; init; } = new();

    public FakeComponent Component { get; init; } = new();

    /// <summary>The namespaces and the Services in them.</summary>
    public FakeNamespaces Namespaces { get; init; } = new();

    public List<(ApiEvent Event, TimeSpan Delay)> Retries { get; } = [];

    /// <summary>How the gateway is reached and entries are named; a worker has what it says when it is made.</summary>
    public GatewayOptions Gateway { get; set; } = new();

    /// <summary>How the gateway is called and what its answers mean; a worker has what it says when it is made.</summary>
    public GatewayClientOptions Client { get; set; } = new();

    /// <summary>Whether URLs are tried; a worker has what it says when it is made.</summary>
    public ReachabilityOptions Reachability { get; init; } = new();

    /// <summary>How URLs are tried; a worker has what it says when it is made.</summary>
    public ProbeOptions Probe { get; init; } = new();

    /// <summary>Whether workers only observe.</summary>
    public ModeOptions Mode { get; init; } = new();

    /// <summary>The gateway's data path.</summary>
    public FakeRoutes Routes { get; }

    public GatewayEntries Entries => Gateway.Entries(Kubernetes.ClusterName);

    public ReconcileOptions Reconcile { get; init; } = new();

    public KubernetesOptions Kubernetes { get; init; } = new();

    /// <summary>Which namespaces are looked after; a worker has what it says when it is made.</summary>
    public ScopeOptions Scope { get; } = new();

    /// <summary>Who is in whose way, as the bridge sees it.</summary>
    public Neighbourhood Neighbours => new(this);

    public EventIntake Intake => new(Options.Create(Kubernetes), Options.Create(new ResourceOptions()), new(Scope), Options.Create(Reconcile), Time);

    public bool HasStatus
    {
        get => Cluster.HasStatus;
        init => Cluster.HasStatus = value;
    }

    /// <summary>The worker that handles what a test does not give to another.</summary>
    public Worker Worker => _worker ??= new(this);

    /// <summary>Another installation on the same cluster and gateway, with settings of its own.</summary>
    public World Beside() => new(this);

    /// <summary>The gateway of an authority; the one for all where it is no former one.</summary>
    public FakeGateway GatewayAt(string authority) => OtherGateways.GetValueOrDefault(authority, Apig);

    /// <summary>The worker is started anew with other settings.</summary>
    public void Restart(GatewayOptions gateway) => (Gateway, _worker) = (gateway, null);

    /// <summary>API-server writes so far.</summary>
    public int Writes => Worker.Store.Writes + Component.Writes;

    public ExposedApi Api => Cluster.Get("orders");

    /// <summary>Creates the API <c>orders</c>, with the entry that the Component operator makes for it.</summary>
    public ExposedApi Create(string name = "orders", string spec = Spec, string ns = "shop")
    {
        var api = Cluster.Create(name, spec, ns);
        Component.Entries[api.Key.Uid] = new();
        return api;
    }

    /// <summary>Creates an API and registers it.</summary>
    public async Task<ExposedApi> RegisterAsync(string name = "orders", string spec = Spec, string ns = "shop")
    {
        var api = Create(name, spec, ns);
        await HandleAsync(api);
        return Cluster.Get(name, ns);
    }

    public static ApiEvent EventOf(ExposedApi api, EventReason reason = EventReason.Changed) => new()
    {
        Id = Guid.CreateVersion7().ToString(),
        Source = "/test",
        Time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        Key = api.Key,
        Reason = reason,
        ResourceVersion = api.ResourceVersion,
        LastRegistration = reason is EventReason.Deleted || api.IsBeingDeleted ? api.Status.Registration : null,
    };

    /// <summary>A second worker that is held at a step.</summary>
    /// <returns>The worker, what lets it go on, and what ends when it is there.</returns>
    public (Worker Worker, TaskCompletionSource Gate, Task AtGate) HoldAt(string step)
    {
        var (reached, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        var worker = new Worker(this);
        worker.Steps.OnceAsync(step, async () =>
        {
            reached.SetResult();
            await gate.Task;
        });
        return (worker, gate, reached.Task);
    }

    /// <summary>A message about an API as the bridge sends it now: with the gateway, and the neighbours that are in its way.</summary>
    public ApiEvent MessageFor(ExposedApi api, EventReason reason = EventReason.Changed) => Neighbours.NamedIn(EventOf(api, reason));

    public Task HandleAsync(ExposedApi api, EventReason reason = EventReason.Changed) => Worker.HandleAsync(MessageFor(api, reason));

    /// <summary>Delivers what waits for a retry.</summary>
    /// <returns>Whether anything waited.</returns>
    public async Task<bool> DeliverRetriesAsync()
    {
        var waiting = Retries.ToList();
        Retries.Clear();
        foreach (var (apiEvent, _) in waiting)
        {
            await Worker.HandleAsync(apiEvent);
        }

        return waiting.Count > 0;
    }

    /// <summary>Delivers retries, and what the bridge sends for whoever lacks something, until nothing changes any more.</summary>
    public async Task SettleAsync()
    {
        for (var round = 0; await DeliverRetriesAsync() || await SendAsync(); round++)
        {
            Assert.True(round < 20, "it goes on for ever");
        }
    }

    public void AssertCondition(string type, ConditionStatus status, string reason, string name = "orders")
    {
        var condition = Cluster.Get(name).Status.Condition(type);
        Assert.Equal((status, reason), (condition?.Status, condition?.Reason));
    }

    // Whether that changed anything.
    private async Task<bool> SendAsync()
    {
        var before = State();
        foreach (var api in Neighbours.Lacking().ToList())
        {
            await HandleAsync(api);
        }

        return before != State();
    }

    private string State() => string.Join(' ', Cluster.All.Select(api => $"{api.Key}@{api.ResourceVersion}").Append($"{Retries.Count} wait"));
}
