using System.Net;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.TestServers;

namespace ApiBridge.Reconciliation.Tests.RealServers;

/// <summary>What a worker makes of a Component that it told something a moment ago, on real API servers.</summary>
public sealed class RecentComponentTests(CanvasClusters clusters)
{
    public static TheoryData<KubernetesFlavor, bool> Variants => VersionsAndShapesTests.Variants;

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task AComponentThatWasToldJustNowIsNotReadAgain(KubernetesFlavor flavor, bool hasStatus)
    {
        var (canvas, apis) = await clusters.OwnedAsync(4, flavor, hasStatus);
        await using var worker = await canvas.StartWorkerAsync();

        foreach (var (_, api) in apis)
        {
            Assert.Equal(ComponentFeedback.EntryUpdated, await worker.TellAsync(api, ClusterWorker.Exposed(api, ready: true)));
        }

        Assert.Equal(1, worker.Requests.Reads("components"));
        await canvas.AssertToldAsync(apis, ready: true);
    }

    [Fact]
    public async Task WhatAComponentIsToldAgainIsLookedUpAndNotWritten()
    {
        var (canvas, apis) = await clusters.OwnedAsync(1, KubernetesFlavor.KubeApiServer, hasStatus: false);
        var api = apis[0].Api;
        await using var worker = await canvas.StartWorkerAsync();
        await worker.TellAsync(api, ClusterWorker.Exposed(api, ready: true));
        await canvas.Component.SetEntriesAsync(apis.Select(owned => (owned.List, owned.Api.Key)), hasStatus: false);

        Assert.Equal(ComponentFeedback.EntryUpdated, await worker.TellAsync(api, ClusterWorker.Exposed(api, ready: true)));
        Assert.Equal(ComponentFeedback.EntryUnchanged, await worker.TellAsync(api, ClusterWorker.Exposed(api, ready: true)));

        Assert.Equal(2, worker.Requests.Patches("components", HttpStatusCode.OK));
        await canvas.AssertToldAsync(apis, ready: true);
    }

    /// <summary>The Component's operator wrote the lists anew since the worker told it something.</summary>
    [Theory]
    [MemberData(nameof(Variants))]
    public async Task AComponentThatChangedSinceItWasToldIsReadAgain(KubernetesFlavor flavor, bool hasStatus)
    {
        var (canvas, apis) = await clusters.OwnedAsync(6, flavor, hasStatus);
        await using var worker = await canvas.StartWorkerAsync();
        foreach (var (_, api) in apis)
        {
            await worker.TellAsync(api, ClusterWorker.Exposed(api, ready: false));
        }

        await canvas.Component.SetEntriesAsync(apis.AsEnumerable().Reverse().Select(api => (api.List, api.Api.Key)), hasStatus);
        foreach (var (_, api) in apis)
        {
            Assert.Equal(ComponentFeedback.EntryUpdated, await worker.TellAsync(api, ClusterWorker.Exposed(api, ready: true)));
        }

        await canvas.AssertToldAsync(apis, ready: true);
    }

    [Fact]
    public async Task AnEntryThatLostWhatItWasToldIsToldAllOfIt()
    {
        var (canvas, apis) = await clusters.OwnedAsync(1, KubernetesFlavor.KubeApiServer, hasStatus: false);
        var api = apis[0].Api;
        await using var worker = await canvas.StartWorkerAsync();
        await worker.TellAsync(api, ClusterWorker.Exposed(api, ready: false));
        await canvas.Component.SetEntriesAsync(apis.Select(owned => (owned.List, owned.Api.Key)), hasStatus: false);

        await worker.TellAsync(api, ClusterWorker.Exposed(api, ready: true));

        await canvas.AssertToldAsync(apis, ready: true);
    }

    [Fact]
    public async Task AComponentThatWentSinceItWasToldIsMissed()
    {
        var (canvas, apis) = await clusters.OwnedAsync(2, KubernetesFlavor.KubeApiServer, hasStatus: false);
        await using var worker = await canvas.StartWorkerAsync();
        await worker.TellAsync(apis[0].Api, ClusterWorker.Exposed(apis[0].Api, ready: true));
        await canvas.Component.DeleteAsync();

        Assert.Equal(ComponentFeedback.ComponentNotFound, await worker.TellAsync(apis[1].Api, ClusterWorker.Exposed(apis[1].Api, ready: true)));
    }
}
