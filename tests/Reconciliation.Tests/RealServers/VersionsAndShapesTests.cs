using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Gateway;
using ApiBridge.TestServers;

namespace ApiBridge.Reconciliation.Tests.RealServers;

/// <summary>
/// APIs written at every version and in every shape, on an old and on a new API server, with and without a status subresource. Nothing is
/// converted: what was written at one version comes back at another in the same shape, short of what the schemas on its way do not know.
/// </summary>
public sealed class VersionsAndShapesTests(CanvasClusters clusters)
{
    private const string Link = "https://example.org/orders.json";

    private static readonly string[] Versions = ["v1beta3", "v1beta4", "v1"];
    private static readonly bool[] Either = [false, true];

    /// <summary>Server, subresource, the version it is written at, what is written, and what is stored.</summary>
    public static TheoryData<KubernetesFlavor, bool, string, string?, string?> Shapes => [..
        from flavor in Enum.GetValues<KubernetesFlavor>()
        from hasStatus in Either
        from shape in new (string Version, string? Written, string? Stored)[]
        {
            ("v1beta3", $"""["{Link}"]""", $"""["{Link}"]"""),
            ("v1beta3", null, null),
            ("v1beta4", $$"""[{"url":"{{Link}}","version":"v4"}]""", null), // The version that it is stored at empties it, and an empty one is not registered.
            ("v1", $$"""{"url":"{{Link}}","version":"v4"}""", $$"""{"url":"{{Link}}","version":"v4"}"""),
            ("v1", null, null),
        }
        select new TheoryDataRow<KubernetesFlavor, bool, string, string?, string?>(flavor, hasStatus, shape.Version, shape.Written, shape.Stored)];

    public static TheoryData<KubernetesFlavor, bool> Variants => new MatrixTheoryData<KubernetesFlavor, bool>(
        Enum.GetValues<KubernetesFlavor>(), Either);

    public static TheoryData<KubernetesFlavor, string> FlavorsAndVersions => new MatrixTheoryData<KubernetesFlavor, string>(
        Enum.GetValues<KubernetesFlavor>(), Versions);

    public static TheoryData<KubernetesFlavor> Flavors => [.. Enum.GetValues<KubernetesFlavor>()];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task WhateverItsShapeAnApiIsRegisteredChangedAndReleased(
        KubernetesFlavor flavor, bool hasStatus, string version, string? written, string? stored)
    {
        var cluster = await clusters.OfAsync(flavor);
        var group = CanvasCluster.GroupOf(hasStatus);
        var apis = await NewApisAsync(cluster, new(group, version, "exposedapis"));
        await using var worker = await ClusterWorker.StartAsync(cluster, ("ApiBridge:Resource:Group", group));
        var name = $"{apis.Namespace}-orders";

        await worker.HandleAsync(await CreateAsync(apis, "ExposedAPI", name, written));

        var sent = worker.Gateway.Registrations[ClusterWorker.EntryOf(apis.Namespace, name)];
        Assert.Equal(stored is not null, sent.TryGetProperty("specification", out var specification));
        Assert.True(stored is null || JsonElement.DeepEquals(JsonElement.Parse(stored), specification), sent.GetRawText());
        Assert.Null(Convergence.Gap(await apis.At("v1").GetApiAsync(name), worker.Get<GatewayEntries>(), implementationReady: false, gatewayAddress: null));
        foreach (var reading in Versions)
        {
            Assert.Equal($"http://{ClusterWorker.PublicHost}/{name}", (await apis.At(reading).GetApiAsync(name)).Status.Url);
        }

        await apis.MergeAsync(name, new JsonObject { ["spec"] = new JsonObject { ["path"] = $"/{name}/v2" } });
        await worker.HandleAsync(await apis.GetApiAsync(name));
        Assert.Equal($"/{name}/v2", Assert.Single(worker.Gateway.Paths.Keys));
        var moved = await apis.GetApiAsync(name);
        Assert.Equal($"http://{ClusterWorker.PublicHost}/{name}/v2", moved.Status.Url);

        var calls = worker.Gateway.Calls.Count;
        await worker.HandleAsync(moved);
        Assert.Equal(moved.ResourceVersion, (await apis.GetApiAsync(name)).ResourceVersion);
        Assert.Equal(calls, worker.Gateway.Calls.Count);

        await apis.DeleteAsync(name);
        await worker.HandleAsync(await apis.GetApiAsync(name));
        Assert.Null(await apis.FindAsync(name));
        Assert.Empty(worker.Gateway.Registrations);
        Assert.Empty(worker.Retries.Waiting);
    }

    [Theory]
    [MemberData(nameof(FlavorsAndVersions))]
    public async Task WhatTheVersionThatIsAskedForRefusesGoesThroughAnother(KubernetesFlavor flavor, string asked)
    {
        var cluster = await clusters.OfAsync(flavor);
        var apis = await NewApisAsync(cluster, new(CanvasDefinitions.Group, "v1beta4", "exposedapis"));
        await using var worker = await ClusterWorker.StartAsync(cluster, ("ApiBridge:Resource:Version", asked));
        var name = $"{apis.Namespace}-orders";

        await worker.HandleAsync(await CreateAsync(apis, "ExposedAPI", name, $$"""[{"url":"{{Link}}"}]"""));

        Assert.Null(Convergence.Gap(await apis.GetApiAsync(name), worker.Get<GatewayEntries>(), implementationReady: false, gatewayAddress: null));
        Assert.Contains(ClusterWorker.EntryOf(apis.Namespace, name), worker.Gateway.Registrations);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task ApisOfTheOlderDefinitionAreRegisteredAndReleased(KubernetesFlavor flavor, bool hasStatus)
    {
        var cluster = await clusters.OfAsync(flavor);
        var group = CanvasCluster.GroupOf(hasStatus);
        var apis = await NewApisAsync(cluster, new(group, "v1beta1", "apis"));
        await using var worker = await ClusterWorker.StartAsync(cluster, ("ApiBridge:Resource:Group", group), ("ApiBridge:Resource:Plural", "apis"));
        var name = $"{apis.Namespace}-orders";
        var spec = TestCanvas.Spec(name, $"\"{Link}\"");
        spec.Remove("apiType");
        spec["apitype"] = "openapi";

        await worker.HandleAsync(ExposedApi.Parse(await apis.CreateAsync("API", name, spec)));

        var api = await apis.GetApiAsync(name);
        Assert.Null(Convergence.Gap(api, worker.Get<GatewayEntries>(), implementationReady: false, gatewayAddress: null));
        Assert.Equal($"http://{ClusterWorker.PublicHost}/{name}/docs/", api.Status.DeveloperUI);
        Assert.Equal(Link, worker.Gateway.Registrations[ClusterWorker.EntryOf(apis.Namespace, name)].Text("specification"));

        await apis.DeleteAsync(name);
        await worker.HandleAsync(await apis.GetApiAsync(name));
        Assert.Null(await apis.FindAsync(name));
        Assert.Empty(worker.Gateway.Registrations);
    }

    [Theory]
    [MemberData(nameof(Flavors))]
    public async Task AWarningIsOneEventOfTheObjectsOwnKindHoweverOftenItIsGiven(KubernetesFlavor flavor)
    {
        var cluster = await clusters.OfAsync(flavor);
        var apis = await NewApisAsync(cluster, new(CanvasDefinitions.Group, "v1beta4", "apis"));
        await using var worker = await ClusterWorker.StartAsync(cluster, ("ApiBridge:Resource:Plural", "apis"));
        var name = $"{apis.Namespace}-orders";
        await worker.HandleAsync(await CreateAsync(apis, "API", name, specification: null));
        worker.Gateway.SetFault(new GatewayFault { Mode = GatewayFaultMode.Refusal });

        foreach (var port in new[] { 1, 8080, 1 })
        {
            await apis.MergeAsync(name, new JsonObject { ["spec"] = new JsonObject { ["port"] = port } });
            worker.Gateway.ClearFaults();
            if (port == 1)
            {
                worker.Gateway.SetFault(new GatewayFault { Mode = GatewayFaultMode.Refusal });
            }

            await worker.HandleAsync(await apis.GetApiAsync(name));
        }

        var warning = Assert.Single(await cluster.EventsAsync(apis.Namespace));
        Assert.Equal(("API", ConditionReasons.GatewayRefused, 2), (warning.InvolvedObject.Kind, warning.Reason, warning.Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnObjectThatNoVersionAcceptsSaysSoInAnEventUntilItIsMended(bool wasRegistered)
    {
        var cluster = await clusters.OfAsync(KubernetesFlavor.KubeApiServer);
        var apis = await NewApisAsync(cluster, new(CanvasDefinitions.Group, "v1", "exposedapis"));
        await using var worker = await ClusterWorker.StartAsync(cluster);
        var name = $"{apis.Namespace}-orders";
        await CreateAsync(apis, "ExposedAPI", name, specification: null);
        if (wasRegistered)
        {
            await worker.HandleAsync(await apis.GetApiAsync(name));
        }

        var calls = worker.Gateway.Calls.Count;
        await StoreAsync(cluster, apis, name, apiType: "soap");
        await worker.HandleAsync(await apis.GetApiAsync(name));
        await worker.HandleAsync(await apis.GetApiAsync(name), EventReason.Resync);

        var warning = Assert.Single(await cluster.EventsAsync(apis.Namespace));
        Assert.Equal((ConditionReasons.UpdateRejected, 2), (warning.Reason, warning.Count));
        Assert.Contains("spec.apiType", warning.Message, StringComparison.Ordinal);
        Assert.Equal(calls, worker.Gateway.Calls.Count);
        Assert.Empty(worker.Retries.Waiting);

        await apis.MergeAsync(name, new JsonObject { ["spec"] = new JsonObject { ["apiType"] = "mcp" } });
        await worker.HandleAsync(await apis.GetApiAsync(name));
        Assert.Null(Convergence.Gap(await apis.GetApiAsync(name), worker.Get<GatewayEntries>(), implementationReady: false, gatewayAddress: null));
    }

    [Fact]
    public async Task ANewerServerTakesWhatWasWrongBefore()
    {
        var cluster = await clusters.OfAsync(KubernetesFlavor.Mini36);
        var apis = await NewApisAsync(cluster, new(CanvasDefinitions.Group, "v1", "exposedapis"));
        await using var worker = await ClusterWorker.StartAsync(cluster);
        var name = $"{apis.Namespace}-orders";
        await CreateAsync(apis, "ExposedAPI", name, specification: null);
        await StoreAsync(cluster, apis, name, apiType: "soap");

        await worker.HandleAsync(await apis.GetApiAsync(name));

        Assert.Null(Convergence.Gap(await apis.GetApiAsync(name), worker.Get<GatewayEntries>(), implementationReady: false, gatewayAddress: null));
        Assert.Contains(ClusterWorker.EntryOf(apis.Namespace, name), worker.Gateway.Registrations);
    }

    [Theory]
    [MemberData(nameof(Flavors))]
    public async Task AStatusSubresourceThatTheDefinitionsGainIsUsedAtOnce(KubernetesFlavor flavor)
    {
        var cluster = await clusters.OfAsync(flavor);
        var group = $"gaining-{Guid.NewGuid():N}.example.org";
        await cluster.DefineAsync(CanvasDefinitions.ExposedApis(group), CanvasDefinitions.Components(group));
        var apis = await NewApisAsync(cluster, new(group, "v1", "exposedapis"));
        await using var worker = await ClusterWorker.StartAsync(cluster, ("ApiBridge:Resource:Group", group));
        var name = $"{apis.Namespace}-orders";
        var component = new TestComponent(cluster.Client, group, apis.Namespace);
        await component.CreateAsync();
        var api = ExposedApi.Parse(await apis.CreateAsync("ExposedAPI", name, TestCanvas.Spec(name), component.Owning()));
        await component.SetEntryAsync("coreAPIs", api.Key, hasStatus: false);
        await worker.HandleAsync(api);

        foreach (var definition in new[] { CanvasDefinitions.ExposedApis(group, hasStatus: true), CanvasDefinitions.Components(group, hasStatus: true) })
        {
            await cluster.ChangeDefinitionAsync(definition);
        }

        await apis.MergeAsync(name, new JsonObject { ["spec"] = new JsonObject { ["path"] = $"/{name}/v2" } });
        await worker.HandleAsync(await apis.GetApiAsync(name));

        Assert.Null(Convergence.Gap(await apis.GetApiAsync(name), worker.Get<GatewayEntries>(), implementationReady: false, gatewayAddress: null));
        Assert.Equal($"http://{ClusterWorker.PublicHost}/{name}/v2", (await component.EntryAsync("coreAPIs", api.Key)).Text("url"));
    }

    private static async Task<CustomObjects> NewApisAsync(CanvasCluster cluster, GroupVersionResource resource) =>
        new(cluster.Client, resource, await cluster.NewNamespaceAsync());

    private static async Task<ExposedApi> CreateAsync(CustomObjects apis, string kind, string name, string? specification) =>
        ExposedApi.Parse(await apis.CreateAsync(kind, name, TestCanvas.Spec(name, specification)));

    // As an earlier definition would have let it be written.
    private static async Task StoreAsync(CanvasCluster cluster, CustomObjects apis, string name, string apiType)
    {
        var token = TestContext.Current.CancellationToken;
        var item = JsonNode.Parse((await apis.FindAsync(name))!.Value.GetRawText())!;
        item["spec"]!["apiType"] = apiType;
        item["metadata"]!.AsObject().Remove("resourceVersion");
        await cluster.Server.Etcd.StoreAsync($"oda.tmforum.org/exposedapis/{apis.Namespace}", [KeyValuePair.Create(name, item.ToJsonString())], token);
        await Deadline.UntilAsync(async () => (await apis.GetApiAsync(name)).Spec.ApiType == apiType, "the server reads what was stored");
    }
}
