using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.TestServers;

namespace ApiBridge.Reconciliation.Tests.RealServers;

/// <summary>kubectl waits for what a worker writes, on a real API server, whether the status is a subresource or not.</summary>
public sealed class WaitingTests(CanvasClusters clusters)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task KubectlWaitsUntilAnApiIsReady(bool hasStatus)
    {
        var (canvas, kubectl, worker) = await StartAsync(hasStatus);
        await using var disposed = worker;
        await SetEndpointAsync(kubectl, canvas, ready: false);
        await canvas.Apis.CreateAsync("ExposedAPI", "orders", TestCanvas.Spec($"{canvas.Apis.Namespace}/orders"));
        await worker.HandleAsync(await canvas.Apis.GetApiAsync("orders"));
        await Assert.ThrowsAsync<KubectlException>(() => kubectl.RunAsync(Wait(canvas, hasStatus, "1s")));

        var waiting = kubectl.RunAsync(Wait(canvas, hasStatus, "60s"));
        await SetEndpointAsync(kubectl, canvas, ready: true);
        await worker.HandleAsync(await canvas.Apis.GetApiAsync("orders"), EventReason.Readiness);

        Assert.Contains("condition met", await waiting, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AGenerationIsNamedWhereItTellsAChangeAndNowhereElse(bool hasStatus)
    {
        var (canvas, kubectl, worker) = await StartAsync(hasStatus);
        await using var disposed = worker;
        await SetEndpointAsync(kubectl, canvas, ready: true);
        await canvas.Apis.CreateAsync("ExposedAPI", "orders", TestCanvas.Spec($"{canvas.Apis.Namespace}/orders"));
        await worker.HandleAsync(await canvas.Apis.GetApiAsync("orders"));
        await worker.HandleAsync(await canvas.Apis.GetApiAsync("orders"));
        var settled = await canvas.Apis.GetApiAsync("orders");
        Assert.Null(Convergence.StatusGap(settled));
        long? named = hasStatus ? settled.Generation : null;
        Assert.Equal(named, settled.Status.ObservedGeneration);
        Assert.Equal(named, settled.Status.Condition(ConditionTypes.Ready)!.ObservedGeneration);

        await canvas.Apis.MergeAsync("orders", new JsonObject { ["spec"] = new JsonObject { ["path"] = $"/{canvas.Apis.Namespace}/changed" } });
        if (hasStatus)
        {
            await Assert.ThrowsAsync<KubectlException>(() => kubectl.RunAsync(Wait(canvas, hasStatus, "1s")));
        }

        await worker.HandleAsync(await canvas.Apis.GetApiAsync("orders"));
        Assert.Contains("condition met", await kubectl.RunAsync(Wait(canvas, hasStatus, "60s")), StringComparison.Ordinal);
    }

    private async Task<(TestCanvas Canvas, Kubectl Kubectl, ClusterWorker Worker)> StartAsync(bool hasStatus)
    {
        Assert.SkipUnless(Kubectl.IsAvailable, Kubectl.Unavailable);
        var cluster = await clusters.OfAsync(KubernetesFlavor.Mini36);
        var canvas = await clusters.CanvasAsync(KubernetesFlavor.Mini36, hasStatus);
        return (canvas, new(["--kubeconfig", cluster.Server.KubeconfigPath]), await canvas.StartWorkerAsync());
    }

    private static string Wait(TestCanvas canvas, bool hasStatus, string timeout) =>
        $"-n {canvas.Apis.Namespace} wait --for=condition=Ready exposedapis.v1.{CanvasCluster.GroupOf(hasStatus)}/orders --timeout={timeout}";

    private static Task<string> SetEndpointAsync(Kubectl kubectl, TestCanvas canvas, bool ready) => kubectl.RunAsync(
        $"-n {canvas.Apis.Namespace} apply --validate=false -f -",
        new JsonObject
        {
            ["apiVersion"] = "discovery.k8s.io/v1",
            ["kind"] = "EndpointSlice",
            ["metadata"] = new JsonObject { ["name"] = "orders-1", ["labels"] = new JsonObject { [EndpointSlice.ServiceLabel] = "orders" } },
            ["addressType"] = "IPv4",
            ["endpoints"] = new JsonArray(new JsonObject { ["addresses"] = new JsonArray("10.0.0.7"), ["conditions"] = new JsonObject { ["ready"] = ready } }),
            ["ports"] = new JsonArray(),
        }.ToJsonString());
}
