using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.TestServers;

namespace ApiBridge.Reconciliation.Tests.RealServers;

/// <summary>A namespace with ExposedAPIs and their Component.</summary>
internal sealed class TestCanvas
{
    private readonly CanvasCluster _cluster;
    private readonly string _group;

    private TestCanvas(CanvasCluster cluster, string group, string ns)
    {
        (_cluster, _group) = (cluster, group);
        Apis = new(cluster.Client, new(group, "v1", "exposedapis"), ns);
        Component = new(cluster.Client, group, ns);
    }

    public CustomObjects Apis { get; }

    public TestComponent Component { get; }

    public static async Task<TestCanvas> CreateAsync(CanvasCluster cluster, string group) => new(cluster, group, await cluster.NewNamespaceAsync());

    /// <summary>The spec of an API at a path of its own.</summary>
    public static JsonObject Spec(string name, string? specification = null)
    {
        var spec = new JsonObject
        {
            ["name"] = "orders",
            ["apiType"] = "openapi",
            ["implementation"] = "orders",
            ["path"] = $"/{name}",
            ["port"] = 8080,
        };
        if (specification is not null)
        {
            spec["specification"] = JsonNode.Parse(specification);
        }

        return spec;
    }

    /// <summary>Creates an API; a gateway knows it by its name, so no other test has one of that name.</summary>
    public async Task<ExposedApi> CreateAsync(string name, JsonObject metadata)
    {
        var unique = $"{Apis.Namespace}-{name}";
        return ExposedApi.Parse(await Apis.CreateAsync("ExposedAPI", unique, Spec(unique), metadata));
    }

    public Task<ClusterWorker> StartWorkerAsync(params IEnumerable<(string Setting, string Value)> settings) =>
        ClusterWorker.StartAsync(_cluster, [("ApiBridge:Resource:Group", _group), .. settings]);

    public async Task AssertConditionAsync(ExposedApi api, ConditionStatus status, string reason)
    {
        var condition = (await Apis.GetApiAsync(api.Key.Name)).Status.Condition(ConditionTypes.ComponentNotified);
        Assert.Equal((status, reason), (condition?.Status, condition?.Reason));
    }
}
