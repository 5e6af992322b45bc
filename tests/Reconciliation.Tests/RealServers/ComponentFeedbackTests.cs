using System.Net;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.TestServers;

namespace ApiBridge.Reconciliation.Tests.RealServers;

/// <summary>What a Component is told of its APIs, on real API servers.</summary>
public sealed class ComponentFeedbackTests(CanvasClusters clusters)
{
    public static TheoryData<KubernetesFlavor, bool> Variants => VersionsAndShapesTests.Variants;

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task EachListIsToldOfItsApis(KubernetesFlavor flavor, bool hasStatus)
    {
        var canvas = await clusters.CanvasAsync(flavor, hasStatus);
        await canvas.Component.CreateAsync();
        List<(string List, ExposedApi Api)> apis = [];
        foreach (var list in TestComponent.Lists)
        {
            apis.Add((list, await canvas.CreateAsync(list.ToLowerInvariant(), canvas.Component.Owning())));
        }

        await canvas.Component.SetEntriesAsync(apis.Select(api => (api.List, api.Api.Key)), hasStatus);
        await using var worker = await canvas.StartWorkerAsync();
        foreach (var (_, api) in apis)
        {
            await worker.HandleAsync(api);
        }

        foreach (var (list, api) in apis)
        {
            var entry = Assert.Single(await canvas.Component.EntriesAsync(list));
            Assert.Equal(
                (api.Key.Uid, api.Key.Name, ClusterWorker.UrlOf(api), ClusterWorker.UrlOf(api) + "/docs/", false),
                (entry.Text("uid"), entry.Text("name"), entry.Text("url"), entry.Text("developerUI"), entry.Flag("ready")));
            await canvas.AssertConditionAsync(api, ConditionStatus.True, ConditionReasons.EntryUpdated);
        }
    }

    /// <summary>Twenty APIs, and each of five workers is told to look at each of them, all at once.</summary>
    [Fact]
    public async Task NoUpdateIsLostWhenFiveWorkersTellOneComponentOfTwentyApis()
    {
        var (canvas, apis) = await clusters.OwnedAsync(20, KubernetesFlavor.KubeApiServer, hasStatus: false);
        await using var first = await canvas.StartWorkerAsync();
        List<ClusterWorker> workers = [first];
        while (workers.Count < 5)
        {
            workers.Add(await canvas.StartWorkerAsync(("ApiBridge:Gateway:Endpoint", first.Gateway.Url.OriginalString)));
        }

        await Task.WhenAll(workers.SelectMany(worker => apis.Select(api => worker.HandleAsync(api.Api))));

        var written = workers.Sum(worker => worker.Requests.Patches("components", HttpStatusCode.OK));
        var refused = workers.Sum(worker => worker.Requests.Patches("components", HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity));
        var late = workers.Sum(worker => worker.Retries.Waiting.Count);
        TestContext.Current.TestOutputHelper!.WriteLine($"{written} patches of the Component, {refused} refused, {late} messages put off.");
        foreach (var (list, api) in apis)
        {
            Assert.Equal(ClusterWorker.UrlOf(api), (await canvas.Component.EntryAsync(list, api.Key)).Text("url"));
            Assert.Null(Convergence.Gap(await canvas.Apis.GetApiAsync(api.Key.Name), workers[0].Get<GatewayEntries>(), implementationReady: false, gatewayAddress: null));
        }

        Assert.Equal(0, late);
        foreach (var worker in workers.Skip(1))
        {
            await worker.DisposeAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task WhatAWorkerTellsOfTwentyApisAtOnceTakesAFewPatches(KubernetesFlavor flavor, bool hasStatus)
    {
        var (canvas, apis) = await clusters.OwnedAsync(20, flavor, hasStatus);
        await using var worker = await canvas.StartWorkerAsync();

        var told = await Task.WhenAll(apis.Select(api => worker.TellAsync(api.Api, ClusterWorker.Exposed(api.Api, ready: true))));

        Assert.All(told, feedback => Assert.Equal(ComponentFeedback.EntryUpdated, feedback));

        // The first, and one for all that came meanwhile; on a busy machine these come in more than one go.
        Assert.InRange(worker.Requests.Patches("components", HttpStatusCode.OK), 1, 6);
        await canvas.AssertToldAsync(apis, ready: true);
    }

    [Fact]
    public async Task TwoWhoSayDifferentThingsOfOneApiAtOnceBothHaveTheirSay()
    {
        var (canvas, apis) = await clusters.OwnedAsync(2, KubernetesFlavor.KubeApiServer, hasStatus: false);
        var (list, contested) = apis[1];
        await using var worker = await canvas.StartWorkerAsync();
        await worker.TellAsync(contested, new(Ready: false, null, null, IsWithdrawn: false));

        // The first keeps the Component busy, so that the others are told in one call.
        var told = await Task.WhenAll(
            worker.TellAsync(apis[0].Api, new(Ready: true, null, null, IsWithdrawn: false)),
            worker.TellAsync(contested, new(Ready: false, null, null, IsWithdrawn: false)),
            worker.TellAsync(contested, new(Ready: true, null, null, IsWithdrawn: false)));

        Assert.Equal([ComponentFeedback.EntryUpdated, ComponentFeedback.EntryUnchanged, ComponentFeedback.EntryUpdated], told);
        Assert.True((await canvas.Component.EntryAsync(list, contested.Key)).Flag("ready"));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task AnEntryThatComesLateIsFound(KubernetesFlavor flavor, bool hasStatus)
    {
        var canvas = await clusters.CanvasAsync(flavor, hasStatus);
        await canvas.Component.CreateAsync();
        var api = await canvas.CreateAsync("late", canvas.Component.Owning());
        await using var worker = await canvas.StartWorkerAsync();
        await worker.HandleAsync(api);
        await canvas.AssertConditionAsync(api, ConditionStatus.False, ConditionReasons.EntryPending);

        await canvas.Component.SetEntryAsync("managementAPIs", api.Key, hasStatus);
        await worker.HandleAsync(ApiEventCodec.Encode(Assert.Single(worker.Retries.Waiting)));

        Assert.Equal(ClusterWorker.UrlOf(api), (await canvas.Component.EntryAsync("managementAPIs", api.Key)).Text("url"));
        await canvas.AssertConditionAsync(api, ConditionStatus.True, ConditionReasons.EntryUpdated);
        Assert.Single(worker.Gateway.Calls);
    }

    [Fact]
    public async Task AComponentThatIsGoneIsSaidAndKeepsNoApiFromBeingRegistered()
    {
        var canvas = await clusters.CanvasAsync(KubernetesFlavor.KubeApiServer, hasStatus: false);
        await canvas.Component.CreateAsync();
        var api = await canvas.CreateAsync("orphaned", canvas.Component.Owning());
        await canvas.Component.DeleteAsync();
        await using var worker = await canvas.StartWorkerAsync();

        await worker.HandleAsync(api);

        await canvas.AssertConditionAsync(api, ConditionStatus.False, ConditionReasons.ComponentNotFound);
        Assert.Contains(ClusterWorker.EntryOf(api.Key.Namespace, api.Key.Name), worker.Gateway.Registrations);
        Assert.Empty(worker.Retries.Waiting);
    }

    [Fact]
    public async Task AnOwnerOfAnotherKindIsNoComponent()
    {
        var canvas = await clusters.CanvasAsync(KubernetesFlavor.KubeApiServer, hasStatus: false);
        await canvas.Component.CreateAsync();
        var api = await canvas.CreateAsync("owned", canvas.Component.Owning(kind: "Deployment"));
        await canvas.Component.SetEntryAsync("coreAPIs", api.Key, hasStatus: false);
        await using var worker = await canvas.StartWorkerAsync();

        await worker.HandleAsync(api);

        await canvas.AssertConditionAsync(api, ConditionStatus.Unknown, ConditionReasons.NoComponent);
        Assert.Empty((await canvas.Component.EntryAsync("coreAPIs", api.Key)).Text("url"));
    }

    [Theory]
    [InlineData(KubernetesFlavor.KubeApiServer)]
    [InlineData(KubernetesFlavor.Mini36)]
    public async Task WithoutTheDefinitionOfComponentsApisAreRegisteredAllTheSame(KubernetesFlavor flavor)
    {
        var canvas = await TestCanvas.CreateAloneAsync(await clusters.OfAsync(flavor));
        var api = await canvas.CreateAsync("alone", canvas.Component.Owning());
        await using var worker = await canvas.StartWorkerAsync();

        await worker.HandleAsync(api);

        await canvas.AssertConditionAsync(api, ConditionStatus.False, ConditionReasons.ComponentNotFound);
        Assert.Contains(ClusterWorker.EntryOf(api.Key.Namespace, api.Key.Name), worker.Gateway.Registrations);
    }
}
