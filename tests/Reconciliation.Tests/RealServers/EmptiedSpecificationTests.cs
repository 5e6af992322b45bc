using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Samples;
using ApiBridge.TestServers;
using k8s;
using k8s.Models;

namespace ApiBridge.Reconciliation.Tests.RealServers;

/// <summary>
/// APIs of Canvas 1.2.4, whose specification is a list of objects, after the definition of Canvas 1.2.5 came, where it is one object. Nothing is
/// converted: the version at which an object is stored shows the list, every other one shows <c>[{}]</c>, and the next write stores that.
/// </summary>
public sealed class EmptiedSpecificationTests(CanvasClusters clusters)
{
    private const string List = """[{"url":"https://example.org/orders.json","version":"v4"}]""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<KubernetesFlavor> Flavors => [.. Enum.GetValues<KubernetesFlavor>()];

    public static TheoryData<KubernetesFlavor, string> FlavorsAndStored => new MatrixTheoryData<KubernetesFlavor, string>(
        Enum.GetValues<KubernetesFlavor>(), ["v1", "v1beta4"]);

    [Theory]
    [MemberData(nameof(Flavors))]
    public async Task ANewApiIsRegisteredWithTheSpecificationThatTheVersionItIsStoredAtShows(KubernetesFlavor flavor)
    {
        var (cluster, group, apis) = await FormerCanvasAsync(flavor, stored: "v1beta4");
        var name = $"{apis.Namespace}-orders";
        await apis.At("v1beta4").CreateAsync("ExposedAPI", name, TestCanvas.Spec(name, List));
        await UpgradeAsync(cluster, group, apis, name);
        await using var worker = await ClusterWorker.StartAsync(cluster, ("ApiBridge:Resource:Group", group));

        await worker.HandleAsync(await apis.GetApiAsync(name));

        AssertSpecification(List, worker, apis, name);
        await AssertSettledAsync(worker, apis, name);
    }

    [Theory]
    [MemberData(nameof(FlavorsAndStored))]
    public async Task AGoodRegistrationIsNotReplacedByAnEmptySpecification(KubernetesFlavor flavor, string stored)
    {
        var (cluster, group, apis) = await FormerCanvasAsync(flavor, stored);
        var name = $"{apis.Namespace}-orders";
        await apis.At("v1beta4").CreateAsync("ExposedAPI", name, TestCanvas.Spec(name, List));
        await using var worker = await ClusterWorker.StartAsync(cluster, ("ApiBridge:Resource:Group", group));
        await worker.HandleAsync(await apis.GetApiAsync(name));
        var calls = worker.Gateway.Calls.Count;
        await UpgradeAsync(cluster, group, apis, name);

        await worker.HandleAsync(await apis.GetApiAsync(name));
        await worker.HandleAsync(await apis.GetApiAsync(name));

        Assert.Equal(calls, worker.Gateway.Calls.Count);
        AssertSpecification(List, worker, apis, name);

        await apis.At("v1beta4").MergeAsync(name, new JsonObject { ["spec"] = new JsonObject { ["path"] = $"/{name}/v2" } });
        await worker.HandleAsync(await apis.GetApiAsync(name));

        Assert.Equal($"/{name}/v2", Assert.Single(worker.Gateway.Paths.Keys));
        AssertSpecification(List, worker, apis, name);
        Assert.Contains("spec.specification is empty", (await apis.GetApiAsync(name)).Status.Condition(ConditionTypes.Registered)!.Message, StringComparison.Ordinal);
        await AssertSettledAsync(worker, apis, name);

        await apis.MergeAsync(name, new JsonObject { ["spec"] = new JsonObject { ["specification"] = null } });
        await worker.HandleAsync(await apis.GetApiAsync(name));
        Assert.False(worker.Gateway.Registrations[ClusterWorker.EntryOf(apis.Namespace, name)].TryGetProperty("specification", out _));
    }

    private static void AssertSpecification(string expected, ClusterWorker worker, CustomObjects apis, string name)
    {
        var sent = worker.Gateway.Registrations[ClusterWorker.EntryOf(apis.Namespace, name)];
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), sent.Child("specification")), sent.GetRawText());
    }

    // What any version shows has converged, and a message about it costs nothing.
    private static async Task AssertSettledAsync(ClusterWorker worker, CustomObjects apis, string name)
    {
        var (calls, before) = (worker.Gateway.Calls.Count, await apis.GetApiAsync(name));
        Assert.Null(Convergence.Gap(before, worker.Get<GatewayEntries>(), implementationReady: false, gatewayAddress: null));
        await worker.HandleAsync(before);
        Assert.Equal(calls, worker.Gateway.Calls.Count);
        Assert.Equal(before.ResourceVersion, (await apis.GetApiAsync(name)).ResourceVersion);
    }

    private async Task<(CanvasCluster Cluster, string Group, CustomObjects Apis)> FormerCanvasAsync(KubernetesFlavor flavor, string stored)
    {
        var cluster = await clusters.OfAsync(flavor);
        var group = $"former-{Guid.NewGuid():N}.example.org";
        await cluster.DefineAsync(CanvasDefinitions.FormerExposedApis(group, stored));
        return (cluster, group, new(cluster.Client, new(group, "v1", "exposedapis"), await cluster.NewNamespaceAsync()));
    }

    private static async Task UpgradeAsync(CanvasCluster cluster, string group, CustomObjects apis, string name)
    {
        SampleObject today = CanvasDefinitions.ExposedApis(group);
        var patch = new JsonObject { ["spec"] = new JsonObject { ["versions"] = today.Json["spec"]!["versions"]!.DeepClone() } };
        await cluster.Client.ApiextensionsV1.PatchCustomResourceDefinitionAsync(
            new V1Patch(patch.ToJsonString(), V1Patch.PatchType.MergePatch), today.Name, cancellationToken: Token);
        await Deadline.UntilAsync(
            async () => (await apis.FindAsync(name))!.Value.Child("spec").Child("specification").GetRawText() == "[{}]", "v1 shows an empty specification");
    }
}
