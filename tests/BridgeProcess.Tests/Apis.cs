using System.Text.Json.Nodes;
using ApiBridge.Domain;

namespace ApiBridge.BridgeProcess.Tests;

/// <summary>The ExposedAPIs of a namespace, as somebody with kubectl handles them.</summary>
/// <param name="cluster">Where.</param>
/// <param name="ns">The namespace.</param>
/// <param name="version">The version to speak.</param>
/// <param name="plural">The resource; <c>apis</c> is the older one.</param>
internal sealed class Apis(ClusterFixture cluster, string ns, string version = "v1", string plural = "exposedapis")
{
    private string Collection => $"/apis/oda.tmforum.org/{version}/namespaces/{ns}/{plural}";

    public ClusterFixture Cluster => cluster;

    public string Namespace => ns;

    /// <summary>Creates some.</summary>
    public async Task<IReadOnlyList<ExposedApi>> CreateAsync(string prefix, int count)
    {
        List<ExposedApi> created = [];
        while (created.Count < count)
        {
            created.Add(await CreateAsync($"{prefix}-{created.Count}"));
        }

        return created;
    }

    public async Task<ExposedApi> CreateAsync(string name, bool hasFinalizer = false, string label = "none") =>
        ExposedApi.Parse(await cluster.SendAsync(HttpMethod.Post, Collection, new JsonObject
        {
            ["apiVersion"] = $"oda.tmforum.org/{version}",
            ["kind"] = plural == "apis" ? "API" : "ExposedAPI",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["labels"] = new JsonObject { ["tier"] = label },
                ["finalizers"] = hasFinalizer ? new JsonArray(ExposedApi.Finalizer) : new JsonArray(),
            },
            ["spec"] = new JsonObject
            {
                ["name"] = name,
                ["apiType"] = "openapi",
                ["implementation"] = $"{name}-svc",
                ["path"] = $"/{ns}/{name}",
                ["port"] = 8080,
                ["specification"] = new JsonObject { ["url"] = "https://example.org/orders.json" },
            },
        }));

    public async Task<ExposedApi> MergeAsync(string name, JsonObject patch) =>
        ExposedApi.Parse((await cluster.TryMergeAsync($"{Collection}/{name}", patch))!.Value);

    public Task<ExposedApi> ChangePathAsync(string name, string path) =>
        MergeAsync(name, new JsonObject { ["spec"] = new JsonObject { ["path"] = path } });

    /// <summary>Deletes one; it stays as long as it has finalizers.</summary>
    public Task DeleteAsync(string name) => cluster.SendAsync(HttpMethod.Delete, $"{Collection}/{name}");

    /// <summary>Deletes one without waiting for whoever holds it by a finalizer.</summary>
    public async Task StripAndDeleteAsync(string name)
    {
        await DeleteAsync(name);
        await cluster.TryMergeAsync($"{Collection}/{name}", new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = new JsonArray() } });
    }

    public async Task<IReadOnlyList<ExposedApi>> ListAsync() =>
        [.. (await cluster.SendAsync(HttpMethod.Get, Collection)).Items("items").Select(ExposedApi.Parse)];
}
