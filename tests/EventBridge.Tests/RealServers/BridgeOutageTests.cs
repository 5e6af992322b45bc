using ApiBridge.Domain;
using Azure.Storage.Queues;

namespace ApiBridge.EventBridge.Tests.RealServers;

/// <summary>What the whole bridge tells of objects that went, or gave way to a namesake, while it was there, cut off, or down.</summary>
[Collection(Compacted)]
public sealed class BridgeOutageTests(SharedServers servers, AzuriteFixture azurite) : RealServerTests
{
    private readonly string _queueName = AzuriteFixture.NewQueueName();

    private QueueClient Queue => AzuriteFixture.Client(azurite.ConnectionString, _queueName);

    [Theory]
    [MemberData(nameof(Flavors))]
    public async Task AnObjectReplacedWhileItIsWatchedIsToldAsDeletedAndItsNamesakeAsChanged(KubernetesFlavor flavor)
    {
        using var apis = await ApiCollection.NewAsync(await servers.OfAsync(flavor));
        await apis.CreateAsync("api", ExposedApi.Finalizer);
        var old = await UidAsync(apis, "api");
        await using var bridge = await StartAsync(apis, apis.Server.KubeconfigPath);
        Assert.Equal(("api", old, EventReason.Listed), Told(Assert.Single(await Queue.TakeAsync(1))));

        await ReplaceAsync(apis, "api");
        var born = await UidAsync(apis, "api");
        List<ApiEvent> told = [];
        await Deadline.UntilAsync(
            async () =>
            {
                // How many messages the removal of the finalizer, the end and the birth make depends on how soon they are sent.
                told.AddRange(await Queue.TakeAsync());
                return told.Any(message => message.Key.Uid == born) && told.Any(static message => message.Reason == EventReason.Deleted);
            },
            "the old object and its namesake are told");

        AssertGone(told, old);
        Assert.Contains(("api", born, EventReason.Changed), told.Select(Told));
    }

    [Theory]
    [MemberData(nameof(Flavors))]
    public async Task WhatWentWhileTheBridgeWasCutOffIsToldAsDeletedByTheNextList(KubernetesFlavor flavor)
    {
        using var apis = await ApiCollection.NewAsync(await servers.OfAsync(flavor, cached: false));
        await apis.CreateAsync("goes", ExposedApi.Finalizer);
        await apis.CreateAsync("is-replaced", ExposedApi.Finalizer);
        var (gone, old) = (await UidAsync(apis, "goes"), await UidAsync(apis, "is-replaced"));
        await using var network = new TcpProxy(apis.Server.Url);
        await using var bridge = await StartAsync(apis, await apis.Server.KubeconfigThroughAsync(network.Url, Token));
        Assert.Equal(2, (await Queue.TakeAsync(2)).Count);

        network.Cut();
        await ReplaceAsync(apis, "is-replaced");
        await ReleaseAsync(apis, "goes");
        await apis.DeleteAsync("goes");
        await apis.CreateAsync("comes");
        await apis.Server.Etcd.CompactAsync(Token); // Or else the watch would tell it all, event by event.
        network.Restore();
        var told = await Queue.TakeAsync(4);

        AssertGone(told, gone);
        AssertGone(told, old);
        Assert.Equal(4, told.Count);
        Assert.Contains(("is-replaced", await UidAsync(apis, "is-replaced"), EventReason.Listed), told.Select(Told));
    }

    [Theory]
    [MemberData(nameof(Flavors))]
    public async Task WhatWasDeletedWhileTheBridgeWasDownIsKeptByTheFinalizerAndToldWithItsRegistration(KubernetesFlavor flavor)
    {
        using var apis = await ApiCollection.NewAsync(await servers.OfAsync(flavor));
        await apis.CreateAsync("is-deleted", ExposedApi.Finalizer);
        await apis.CreateAsync("is-replaced", ExposedApi.Finalizer);
        var deleted = await UidAsync(apis, "is-deleted");
        await using (await StartAsync(apis, apis.Server.KubeconfigPath))
        {
            Assert.Equal(2, (await Queue.TakeAsync(2)).Count);
        }

        await apis.DeleteAsync("is-deleted");
        await ReplaceAsync(apis, "is-replaced");
        await using var bridge = await StartAsync(apis, apis.Server.KubeconfigPath);
        var told = await Queue.TakeAsync(2);

        // Nothing is told of the former is-replaced: it went with its finalizer, so that somebody answered for its registration.
        Assert.Equal(
            [("is-deleted", deleted, EventReason.Listed), ("is-replaced", await UidAsync(apis, "is-replaced"), EventReason.Listed)],
            told.Select(Told).OrderBy(static message => message.Name));
        Assert.Equal("/is-deleted", told.Single(message => message.Key.Uid == deleted).LastRegistration?.Path);
    }

    private static (string Name, string Uid, EventReason Reason) Told(ApiEvent message) => (message.Key.Name, message.Key.Uid, message.Reason);

    private static void AssertGone(IReadOnlyList<ApiEvent> told, string uid)
    {
        var gone = Assert.Single(told, message => message.Key.Uid == uid && message.Reason == EventReason.Deleted);
        Assert.Equal($"/{gone.Key.Name}", gone.LastRegistration?.Path);
    }

    private static async Task<string> UidAsync(ApiCollection apis, string name) => SeenApi.Read((await apis.FindAsync(name))!.Value).Uid;

    // As a worker does when the registration is removed, and as somebody does by hand when it is not.
    private static Task ReleaseAsync(ApiCollection apis, string name) =>
        apis.ChangeAsync(name, new { metadata = new { finalizers = Array.Empty<string>() } });

    private static async Task ReplaceAsync(ApiCollection apis, string name)
    {
        await ReleaseAsync(apis, name);
        await apis.DeleteAsync(name);
        await apis.CreateAsync(name, ExposedApi.Finalizer);
    }

    private Task<RunningBridge> StartAsync(ApiCollection apis, string kubeconfig) => RunningBridge.StartAsync(new()
    {
        ["AzureWebJobsStorage"] = azurite.ConnectionString,
        ["ApiEventsQueue"] = _queueName,
        ["ApiBridge:Kubernetes:Kubeconfig"] = kubeconfig,
        ["ApiBridge:Leadership:Namespace"] = apis.Namespace,
        ["ApiBridge:Scope:Namespaces"] = apis.Namespace,
    });
}
