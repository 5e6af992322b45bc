using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Kubernetes;
using ApiBridge.LocalStack.Kubernetes.Objects;
using ApiBridge.LocalStack.Kubernetes.Resources;
using ApiBridge.LocalStack.Kubernetes.Serving;
using ApiBridge.LocalStack.Kubernetes.Storage;
using ApiBridge.LocalStack.Kubernetes.Writing;
using ApiBridge.Simulation.Tests.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ApiBridge.Simulation.Tests.Cluster;

/// <summary>The API server, called without a network: conflicts, no-op patches, finalizers and deletion are those of the local stack's.</summary>
internal sealed class SimulatedCluster
{
    private const int History = 10_000;
    private readonly ObjectStore _store = new(History);
    private readonly ObjectWriter _writer;
    private readonly ObjectRemover _remover;
    private readonly ResourceCatalog _catalog;
    private readonly ApiServer _server;
    private readonly bool _mayWriteEvents;
    private readonly HashSet<long> _others = [];

    public SimulatedCluster(VirtualClock clock, Scenario scenario)
    {
        _mayWriteEvents = scenario.MayWriteEvents;
        _writer = new(_store, clock);
        _remover = new(_store, clock);
        _catalog = new(_store);
        _server = KubernetesApiEmulator.Compose(new(), _store, _writer, _remover, NullLoggerFactory.Instance, clock, CancellationToken.None);
        foreach (var ns in scenario.Namespaces)
        {
            Create(BuiltInResources.Namespaces.Name, string.Empty, ns, []);
        }

        var definitions = BuiltInResources.CustomResourceDefinitions.Name;
        Create(definitions, string.Empty, Resources.ExposedApis.ToString(), Resources.Define(Resources.ExposedApis, "ExposedAPI", scenario.HasStatus));
        Create(definitions, string.Empty, Resources.Components.ToString(), Resources.Define(Resources.Components, "Component", hasStatus: false));
    }

    /// <summary>Told after every write.</summary>
    public Action Changed { get; set; } = () => { };

    public bool IsDown { get; set; }

    /// <summary>The namespace whose APIs the workers have no right to read; null when they may read all.</summary>
    public string? Unreadable { get; set; }

    /// <summary>The namespaces that are being deleted: nothing is created in them.</summary>
    public HashSet<string> Terminating { get; } = [];

    /// <summary>Whether the workers can't create Events in a namespace.</summary>
    public bool RefusesEventsIn(string ns) => !_mayWriteEvents || Terminating.Contains(ns);

    /// <summary>The version of the last write.</summary>
    public long Revision => _store.Revision;

    public IReadOnlyList<ExposedApi> Apis => [.. List(Resources.ExposedApis).Select(body => ExposedApi.Parse(Json(body)))];

    public ExposedApi? Api(string ns, string name) =>
        Find(Resources.ExposedApis, ns, name) is { } body ? ExposedApi.Parse(Json(body)) : null;

    public JsonObject? Find(GroupResource resource, string ns, string name) => _store.Get(resource, new(ns, name))?.Body;

    public IEnumerable<JsonObject> List(GroupResource resource) => _store.List(resource).Objects.Select(stored => stored.Body);

    /// <summary>Whether a Service has a ready endpoint.</summary>
    public bool IsReady(string ns, string service) => List(Resources.EndpointSlices)
        .Where(slice => slice.Namespace() == ns && Json(slice).Child("metadata").Child("labels").Text(EndpointSlice.ServiceLabel) == service)
        .Any(slice => EndpointSlice.HasReadyEndpoint(Json(slice)));

    public StoreWatch Watch(GroupResource resource) => _store.Watch(resource);

    /// <summary>Whether a version was written by somebody else than the product.</summary>
    public bool IsOfOthers(long revision) => _others.Contains(revision);

    public static JsonElement Json(JsonObject body) => JsonSerializer.SerializeToElement(body);

    public async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var before = Revision;
        var response = await InMemoryExchange.SendAsync(_server.HandleAsync, request, cancellationToken);
        if (Revision != before)
        {
            Changed();
        }

        return response;
    }

    public void Create(GroupResource resource, string ns, string name, JsonObject body)
    {
        var at = At(resource, ns, name);
        body["apiVersion"] = at.ApiVersion;
        body["kind"] = at.Type.Kind;
        body.Metadata()["name"] = name;
        _writer.Create(at with { Name = string.Empty }, body, new());
        _others.Add(Revision);
        Changed();
    }

    public void Change(GroupResource resource, string ns, string name, Action<JsonObject> change, string subresource = "")
    {
        _writer.Update(
            At(resource, ns, name) with { Subresource = subresource },
            body =>
            {
                change(body);
                return body;
            },
            new());
        _others.Add(Revision);
        Changed();
    }

    public void Delete(GroupResource resource, string ns, string name)
    {
        _remover.Delete(resource, new(ns, name), new());
        Changed();
    }

    private ResourceAddress At(GroupResource resource, string ns, string name)
    {
        var type = _catalog.Find(resource) ?? throw new InvalidOperationException($"{resource} is not served");
        return new(type, type.Storage, ns, name, string.Empty);
    }
}
