using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.TestServers;

namespace ApiBridge.Reconciliation.Tests;

public sealed class ComponentTests
{
    private readonly World _world = new();

    [Fact]
    public async Task TheEntryGetsUrlDeveloperUIAndReadiness()
    {
        _world.Network.ReadyServices.Add("orders");

        var api = await _world.RegisterAsync();

        Assert.Equal(
            new ComponentEntry { Url = "http://10.0.0.1/orders/v4", DeveloperUI = "http://10.0.0.1/orders/v4/docs/", Ready = true },
            _world.Component.Entries[api.Key.Uid]);
        Assert.Equal(1, _world.Component.Writes);
    }

    [Fact]
    public async Task AnEntryThatAppearsAfterTheSpecWentWrongTellsTheUrlOfWhatIsStillRegistered()
    {
        var api = _world.Cluster.Create("orders", World.Spec);
        await _world.HandleAsync(api);
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "wrong");
        await _world.HandleAsync(_world.Api);
        _world.Component.Entries[api.Key.Uid] = new();

        await _world.HandleAsync(_world.Api, EventReason.Resync);

        var entry = _world.Component.Entries[api.Key.Uid];
        Assert.Equal(("http://10.0.0.1/orders/v4", "http://10.0.0.1/orders/v4/docs/"), (entry.Url, entry.DeveloperUI));
        Assert.Equal(entry.Url, _world.Api.Status.Url);
    }

    [Fact]
    public async Task AnEntryThatIsNotThereYetIsComeBackForSoon()
    {
        var api = _world.Cluster.Create("orders", World.Spec);
        await _world.HandleAsync(api);

        _world.AssertCondition(ConditionTypes.ComponentNotified, ConditionStatus.False, ConditionReasons.EntryPending);
        var (next, delay) = Assert.Single(_world.Retries);
        Assert.Equal(TimeSpan.FromSeconds(1), delay);
        Assert.False(next.InDoubt);

        _world.Component.Entries[api.Key.Uid] = new();
        await _world.SettleAsync();
        Assert.Equal("http://10.0.0.1/orders/v4", _world.Component.Entries[api.Key.Uid].Url);
        _world.AssertCondition(ConditionTypes.ComponentNotified, ConditionStatus.True, ConditionReasons.EntryUpdated);
        Assert.Single(_world.Apig.Calls);
    }

    [Fact]
    public async Task AnEntryThatNeverComesIsLeftToTheBridgesResyncAfterAWhile()
    {
        await _world.HandleAsync(_world.Cluster.Create("orders", World.Spec));

        await _world.SettleAsync();

        _world.AssertCondition(ConditionTypes.ComponentNotified, ConditionStatus.False, ConditionReasons.EntryPending);
        Assert.Equal(ConvergenceGap.ComponentNotNotified, Convergence.Gap(_world.Api, TestEntries.Default, implementationReady: false, "10.0.0.1"));
    }

    [Fact]
    public async Task AResyncOfAnApiWithoutEntryStartsNoChainOfRetries()
    {
        var api = _world.Cluster.Create("orders", World.Spec);
        await _world.HandleAsync(api);
        _world.Retries.Clear();

        await _world.HandleAsync(api, EventReason.Resync);

        Assert.Empty(_world.Retries);
    }

    [Fact]
    public async Task AMissingComponentIsSaid()
    {
        _world.Component.Exists = false;

        await _world.RegisterAsync();

        _world.AssertCondition(ConditionTypes.ComponentNotified, ConditionStatus.False, ConditionReasons.ComponentNotFound);
        Assert.Empty(_world.Retries);
    }

    [Fact]
    public async Task AnApiOfNoComponentHasNobodyToTell()
    {
        _world.Create();
        var api = _world.Cluster.Change("orders", json => json["metadata"]!.AsObject().Remove("labels"));

        await _world.HandleAsync(api);

        _world.AssertCondition(ConditionTypes.ComponentNotified, ConditionStatus.Unknown, ConditionReasons.NoComponent);
        Assert.Null(Convergence.Gap(_world.Api, TestEntries.Default, implementationReady: false, "10.0.0.1"));
    }

    [Fact]
    public async Task AContestedComponentKeepsNobodyFromRecordingTheRegistration()
    {
        _world.Component.IsContested = true;
        await _world.RegisterAsync();

        Assert.Single(_world.Apig.Calls);
        Assert.Equal(ApiRegistration.Of(_world.Api, _world.Api.Key.Name), _world.Api.Status.Registration);
        _world.AssertCondition(ConditionTypes.ComponentNotified, ConditionStatus.False, ConditionReasons.EntryPending);

        _world.Component.IsContested = false;
        await _world.SettleAsync();
        Assert.Equal("http://10.0.0.1/orders/v4", _world.Component.Entries[_world.Api.Key.Uid].Url);
        Assert.Single(_world.Apig.Calls);
    }

    [Fact]
    public async Task AStaleWorkerThatTellsTheComponentLateMendsIt()
    {
        await _world.RegisterAsync();
        var stale = new Worker(_world);
        stale.Steps.OnceAsync("tell", async () =>
        {
            _world.Network.ReadyServices.Add("orders");
            await _world.HandleAsync(_world.Api, EventReason.Readiness);
        });

        await stale.HandleAsync(World.EventOf(_world.Api, EventReason.Readiness));

        Assert.True(_world.Api.Status.Ready);
        Assert.True(_world.Component.Entries[_world.Api.Key.Uid].Ready);
    }

    [Fact]
    public async Task AnEntryThatSomebodyElseOverwroteIsMendedAtTheNextLook()
    {
        var api = await _world.RegisterAsync();
        _world.Component.Entries[api.Key.Uid] = new() { Ready = true };

        await _world.HandleAsync(api);

        Assert.Equal("http://10.0.0.1/orders/v4", _world.Component.Entries[api.Key.Uid].Url);
        Assert.False(_world.Component.Entries[api.Key.Uid].Ready);
    }

    // The bridge compares the entry with the status, and would ask for it again and again.
    [Fact]
    public async Task AnEntryThatLostItsUrlWhileTheGatewayHasNoAddressIsToldTheOneThatTheStatusKeeps()
    {
        var api = await _world.RegisterAsync();
        _world.Network.Addresses.Clear();
        _world.Component.Entries[api.Key.Uid] = new() { Ready = false };

        await _world.HandleAsync(_world.Api);

        var entry = _world.Component.Entries[api.Key.Uid];
        Assert.Equal(("http://10.0.0.1/orders/v4", "http://10.0.0.1/orders/v4/docs/"), (entry.Url, entry.DeveloperUI));
        Assert.Equal((entry.Url, entry.DeveloperUI), (_world.Api.Status.Url, _world.Api.Status.DeveloperUI));
    }
}
