using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.TestServers;

namespace ApiBridge.Reconciliation.Tests.RealServers;

/// <summary>Objects that users export, change and apply with kubectl, their statuses included.</summary>
public sealed class ExportedObjectTests(CanvasClusters clusters)
{
    private const string Plural = $"exposedapis.v1.{CanvasDefinitions.Group}";

    [Fact]
    public async Task AnExportedObjectThatIsAppliedUnderAnotherNameLeavesTheOriginalAlone()
    {
        var (canvas, kubectl) = await StartAsync();
        await using var worker = await canvas.StartWorkerAsync();
        var original = await RegisterAsync(canvas, worker, "orders");

        await ApplyCopyAsync(canvas, kubectl, original, copy =>
        {
            copy["metadata"]!["name"] = "returns";
            copy["spec"]!["path"] = $"/{canvas.Apis.Namespace}/returns";
        });
        var copy = await canvas.Apis.GetApiAsync("returns");
        Assert.Equal(original.Key.Uid, copy.Status.StampedUid);
        await worker.HandleAsync(copy);
        await AssertRegisteredAsync(canvas, worker, "orders");
        await AssertRegisteredAsync(canvas, worker, "returns");

        await kubectl.RunAsync($"-n {canvas.Apis.Namespace} delete {Plural} returns --wait=false");
        await worker.HandleAsync(await canvas.Apis.GetApiAsync("returns"));
        Assert.Null(await canvas.Apis.FindAsync("returns"));
        await AssertRegisteredAsync(canvas, worker, "orders");
    }

    [Fact]
    public async Task AnExportedObjectThatIsAppliedInAnotherNamespaceLeavesTheOriginalAlone()
    {
        var (canvas, kubectl) = await StartAsync();
        var (other, _) = await StartAsync();
        await using var worker = await canvas.StartWorkerAsync();
        var original = await RegisterAsync(canvas, worker, "orders");

        await ApplyCopyAsync(canvas, kubectl, original, copy =>
        {
            copy["metadata"]!["namespace"] = other.Apis.Namespace;
            copy["spec"]!["path"] = $"/{other.Apis.Namespace}/orders";
        });
        await worker.HandleAsync(await other.Apis.GetApiAsync("orders"));
        await AssertRegisteredAsync(other, worker, "orders");
        await AssertRegisteredAsync(canvas, worker, "orders");

        await other.Apis.DeleteAsync("orders");
        await worker.HandleAsync(await other.Apis.GetApiAsync("orders"));
        Assert.Null(await other.Apis.FindAsync("orders"));
        await AssertRegisteredAsync(canvas, worker, "orders");
    }

    [Fact]
    public async Task WhatIsReplacedByForceIsRegisteredAnewAndNotBelieved()
    {
        var (canvas, kubectl) = await StartAsync();
        await using var worker = await canvas.StartWorkerAsync();
        var original = await RegisterAsync(canvas, worker, "orders");
        var exported = await kubectl.RunAsync($"-n {canvas.Apis.Namespace} get {Plural} orders -o yaml");

        var replacing = kubectl.RunAsync($"-n {canvas.Apis.Namespace} replace --force -f -", exported);
        var going = await Deadline.UntilAsync(
            () => canvas.Apis.GetApiAsync("orders"), static api => api.IsBeingDeleted, "kubectl deletes it");
        await worker.HandleAsync(going);
        await replacing;
        Assert.Empty(worker.Gateway.Registrations);
        var anew = await canvas.Apis.GetApiAsync("orders");
        Assert.NotEqual(original.Key.Uid, anew.Key.Uid);
        Assert.Equal(original.Key.Uid, anew.Status.StampedUid);

        await worker.HandleAsync(anew, EventReason.Listed);

        await AssertRegisteredAsync(canvas, worker, "orders");
        Assert.Equal(anew.Key.Uid, (await canvas.Apis.GetApiAsync("orders")).Status.StampedUid);
    }

    [Fact]
    public async Task WhatIsExportedDeletedAndCreatedAgainIsRegisteredAnewAndGoesAgain()
    {
        var (canvas, kubectl) = await StartAsync();
        await using var worker = await canvas.StartWorkerAsync();
        var original = await RegisterAsync(canvas, worker, "orders");
        var exported = await ExportAsync(canvas, kubectl, "orders");
        await canvas.Apis.DeleteAsync("orders");
        await worker.HandleAsync(await canvas.Apis.GetApiAsync("orders"));
        Assert.Empty(worker.Gateway.Registrations);

        await kubectl.RunAsync("create -f -", Without(exported, "uid", "resourceVersion").ToJsonString());
        Assert.Equal(original.Key.Uid, (await canvas.Apis.GetApiAsync("orders")).Status.StampedUid);
        await worker.HandleAsync(await canvas.Apis.GetApiAsync("orders"), EventReason.Listed);
        await AssertRegisteredAsync(canvas, worker, "orders");

        await canvas.Apis.DeleteAsync("orders");
        await worker.HandleAsync(await canvas.Apis.GetApiAsync("orders"));
        Assert.Null(await canvas.Apis.FindAsync("orders"));
        Assert.Empty(worker.Gateway.Registrations);
    }

    [Theory]
    [InlineData("""{"status":{"apigBind":{"spec":{"name":"NEIGHBOUR","path":"/x"}}}}""")]
    [InlineData("""{"status":{"apiBridge":null}}""")]
    [InlineData("""{"status":{"apiBridge":{"uid":"00000000-0000-0000-0000-000000000000"}}}""")]
    [InlineData("""{"status":null}""")]
    public async Task WhateverATenantWritesItsNeighboursEntryStaysAndItsOwnGoesWithIt(string patch)
    {
        var (canvas, kubectl) = await StartAsync();
        await using var worker = await canvas.StartWorkerAsync();
        await RegisterAsync(canvas, worker, "neighbour");
        await RegisterAsync(canvas, worker, "orders");
        var forged = patch.Replace("NEIGHBOUR", ClusterWorker.EntryOf(canvas.Apis.Namespace, "neighbour"), StringComparison.Ordinal);
        await kubectl.RunAsync($"-n {canvas.Apis.Namespace} patch {Plural} orders --type=merge -p {forged}");

        await worker.HandleAsync(await canvas.Apis.GetApiAsync("orders"));
        await AssertRegisteredAsync(canvas, worker, "orders");

        await kubectl.RunAsync($"-n {canvas.Apis.Namespace} patch {Plural} orders --type=merge -p {forged}");
        await canvas.Apis.DeleteAsync("orders");
        await worker.HandleAsync(await canvas.Apis.GetApiAsync("orders"));
        Assert.Null(await canvas.Apis.FindAsync("orders"));
        Assert.Equal([ClusterWorker.EntryOf(canvas.Apis.Namespace, "neighbour")], worker.Gateway.Registrations.Keys);
        await AssertRegisteredAsync(canvas, worker, "neighbour");
    }

    private async Task<(TestCanvas Canvas, Kubectl Kubectl)> StartAsync()
    {
        Assert.SkipUnless(Kubectl.IsAvailable, Kubectl.Unavailable);
        var cluster = await clusters.OfAsync(KubernetesFlavor.KubeApiServer);
        return (await clusters.CanvasAsync(KubernetesFlavor.KubeApiServer, hasStatus: false), new(["--kubeconfig", cluster.Server.KubeconfigPath]));
    }

    private static async Task<ExposedApi> RegisterAsync(TestCanvas canvas, ClusterWorker worker, string name)
    {
        await worker.HandleAsync(ExposedApi.Parse(
            await canvas.Apis.CreateAsync("ExposedAPI", name, TestCanvas.Spec($"{canvas.Apis.Namespace}/{name}", """{"url":"https://x/y.json"}"""))));
        await AssertRegisteredAsync(canvas, worker, name);
        return await canvas.Apis.GetApiAsync(name);
    }

    private static async Task ApplyCopyAsync(TestCanvas canvas, Kubectl kubectl, ExposedApi original, Action<JsonObject> change)
    {
        // A new object with a uid or a version is refused, so whoever copies takes them out; the rest goes along.
        var copy = Without(await ExportAsync(canvas, kubectl, original.Key.Name), "uid", "resourceVersion");
        change(copy);
        await kubectl.RunAsync("apply -f -", copy.ToJsonString());
    }

    private static async Task<JsonObject> ExportAsync(TestCanvas canvas, Kubectl kubectl, string name) =>
        JsonNode.Parse(await kubectl.RunAsync($"-n {canvas.Apis.Namespace} get {Plural} {name} -o json"))!.AsObject();

    private static JsonObject Without(JsonObject item, params string[] metadata)
    {
        foreach (var field in metadata)
        {
            item["metadata"]!.AsObject().Remove(field);
        }

        return item;
    }

    private static async Task AssertRegisteredAsync(TestCanvas canvas, ClusterWorker worker, string name)
    {
        var api = await canvas.Apis.GetApiAsync(name);
        Assert.Null(Convergence.Gap(api, worker.Get<GatewayEntries>(), implementationReady: false, gatewayAddress: null));
        Assert.Equal(api.Spec.Path, worker.Gateway.Registrations[ClusterWorker.EntryOf(canvas.Apis.Namespace, name)].Text("path"));
    }
}
