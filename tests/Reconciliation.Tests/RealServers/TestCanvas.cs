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

    /// <summary>A Canvas in a group of its own, of which ExposedAPIs alone are defined.</summary>
    public static async Task<TestCanvas> CreateAloneAsync(CanvasCluster cluster)
    {
        var group = $"alone-{Guid.NewGuid():N}.example.org";
        await cluster.DefineAsync(CanvasDefinitions.ExposedApis(group));
        return await CreateAsync(cluster, group);
    }

    /// <summary>Removes the definition of its ExposedAPIs, and them with it.</summary>
    public Task RemoveDefinitionAsync() => _cluster.RemoveDefinitionAsync(CanvasDefinitions.ExposedApis(_group));

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

    /// <summary>Creates the Component and so many of its APIs, with entries in each of its lists.</summary>
    public async Task<List<(string List, ExposedApi Api)>> CreateOwnedAsync(int count, bool hasStatus)
    {
        await Component.CreateAsync();
        List<(string List, ExposedApi Api)> apis = [];
        for (var number = 0; number < count; number++)
        {
            apis.Add((TestComponent.Lists[number % TestComponent.Lists.Count], await CreateAsync($"api-{number}", Component.Owning())));
        }

        await Component.SetEntriesAsync(apis.Select(api => (api.List, api.Api.Key)), hasStatus);
        return apis;
    }

    public Task<ClusterWorker> StartWorkerAsync(params IEnumerable<(string Setting, string Value)> settings) =>
        ClusterWorker.StartAsync(_cluster, [("ApiBridge:Resource:Group", _group), .. settings]);

    public async Task AssertConditionAsync(ExposedApi api, ConditionStatus status, string reason)
    {
        var condition = (await Apis.GetApiAsync(api.Key.Name)).Status.Condition(ConditionTypes.ComponentNotified);
        Assert.Equal((status, reason), (condition?.Status, condition?.Reason));
    }

    /// <summary>Asserts that the Component has been told all of its APIs' URLs, and whether they are ready.</summary>
    public async Task AssertToldAsync(IEnumerable<(string List, ExposedApi Api)> apis, bool ready)
    {
        foreach (var (list, api) in apis)
        {
            var entry = await Component.EntryAsync(list, api.Key);
            Assert.Equal((ClusterWorker.UrlOf(api), ready), (entry.Text("url"), entry.Flag("ready")));
        }
    }
}
