using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.TestServers;

namespace ApiBridge.Reconciliation.Tests.RealServers;

/// <summary>What a worker makes of a definition that it has known and that is taken away.</summary>
public sealed class RemovedDefinitionTests(CanvasClusters clusters)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(KubernetesFlavor.KubeApiServer)]
    [InlineData(KubernetesFlavor.Mini36)]
    public async Task WhatIsNotServedAnyMoreIsUnavailableAndItsMessagesWait(KubernetesFlavor flavor)
    {
        var canvas = await TestCanvas.CreateAloneAsync(await clusters.OfAsync(flavor));
        var api = await canvas.CreateAsync("left", metadata: []);
        await using var worker = await canvas.StartWorkerAsync();
        var store = worker.Get<IExposedApiStore>();
        Assert.Single((await store.ListAsync(api.Key.Namespace, Token)).Apis);

        await canvas.RemoveDefinitionAsync();

        await Assert.ThrowsAsync<ClusterUnavailableException>(() => store.ListAsync(ns: null, Token));
        await Assert.ThrowsAsync<ClusterUnavailableException>(() => store.ListAsync(api.Key.Namespace, Token));
        await worker.HandleAsync(api);
        Assert.Single(worker.Retries.Waiting);
        Assert.Empty(worker.Gateway.Registrations);
    }
}
