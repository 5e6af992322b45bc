using ApiBridge.TestServers;
using k8s;
using k8s.Models;

namespace ApiBridge.Reconciliation.Tests.RealServers;

/// <summary>A namespace that is deleted with its gateway, on a real API server; what the namespace controller does the tests do.</summary>
public sealed class LostNamespaceTests(CanvasClusters clusters)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(KubernetesFlavor.KubeApiServer, false)]
    [InlineData(KubernetesFlavor.KubeApiServer, true)]
    public async Task AnApiIsReleasedOnceTheNamespaceAndTheGatewaysServiceGo(KubernetesFlavor flavor, bool hasStatus)
    {
        var cluster = await clusters.OfAsync(flavor);
        var canvas = await clusters.CanvasAsync(flavor, hasStatus);
        var ns = canvas.Apis.Namespace;
        await using var worker = await canvas.StartWorkerAsync(
            ("ApiBridge:Gateway:Endpoint", "gone-apig.{namespace}.svc:8080"), ("ApiBridge:Gateway:Retries", "0"), ("ApiBridge:Gateway:AttemptTimeout", "00:00:01"));
        await cluster.Client.CoreV1.CreateNamespacedServiceAsync(
            new() { Metadata = new() { Name = "gone-apig" }, Spec = new() { Ports = [new V1ServicePort { Port = 8080 }] } }, ns, cancellationToken: Token);
        var api = await canvas.CreateAsync("orders", []);
        await worker.HandleAsync(api);
        await canvas.Apis.DeleteAsync(api.Key.Name);

        await worker.HandleAsync(await canvas.Apis.GetApiAsync(api.Key.Name));
        Assert.True((await canvas.Apis.GetApiAsync(api.Key.Name)).HasFinalizer, "the namespace stays");

        await cluster.Client.CoreV1.DeleteNamespaceAsync(ns, cancellationToken: Token);
        await worker.HandleAsync(await canvas.Apis.GetApiAsync(api.Key.Name));
        Assert.True((await canvas.Apis.GetApiAsync(api.Key.Name)).HasFinalizer, "the Service is there yet");

        await DeleteServiceAsync(cluster, ns);
        await worker.HandleAsync(await canvas.Apis.GetApiAsync(api.Key.Name));
        Assert.Null(await canvas.Apis.FindAsync(api.Key.Name));
    }

    // The client library can't read what an API server of that age answers.
    private static async Task DeleteServiceAsync(CanvasCluster cluster, string ns)
    {
        using var client = cluster.Server.CreateClient();
        using var answer = await client.DeleteAsync(new Uri($"/api/v1/namespaces/{ns}/services/gone-apig", UriKind.Relative), Token);
        answer.EnsureSuccessStatusCode();
    }
}
