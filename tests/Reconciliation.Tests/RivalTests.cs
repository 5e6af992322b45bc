using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>Two APIs that claim the same path, or on a gateway for all namespaces the same name.</summary>
public sealed class RivalTests
{
    private readonly World _world = new();
    private readonly World _shared = new() { Gateway = new() { Endpoint = "gateway:8080" } };

    [Fact]
    public async Task TheOlderWinsAndTheYoungerIsToldSo()
    {
        await _world.RegisterAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(1));

        var younger = await _world.RegisterAsync("returns");

        Assert.Equal("orders", Assert.Single(_world.Apig.Registered).Name);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.PathConflict, "returns");
        Assert.Contains("shop/orders", younger.Status.Condition(ConditionTypes.Registered)!.Message, StringComparison.Ordinal);
        Assert.Empty(younger.Status.Url);
        Assert.Empty(_world.Retries);
    }

    [Fact]
    public async Task AYoungerHolderIsWokenAndYields()
    {
        _world.Create();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/other");
        await _world.HandleAsync(_world.Api);
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await _world.RegisterAsync("returns");

        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v4");
        await _world.HandleAsync(_world.Api);
        await _world.SettleAsync();

        Assert.Equal("orders", Assert.Single(_world.Apig.Registered).Name);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.PathConflict, "returns");
        Assert.Null(_world.Cluster.Get("returns").Status.Registration);
        Assert.Null(_world.Component.Entries[_world.Cluster.Get("returns").Key.Uid].Url);
    }

    [Fact]
    public async Task AYoungerApiThatIsAboutToRegisterWhenTheOlderTakesThePathYieldsToo()
    {
        _world.Create();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/other");
        await _world.HandleAsync(_world.Api);
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        var younger = _world.Create("returns");
        var worker = new Worker(_world);
        worker.Steps.OnceAsync("create", async () =>
        {
            _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v4");
            await _world.HandleAsync(_world.Api);
        });

        await worker.HandleAsync(World.EventOf(younger));
        await _world.SettleAsync();

        Assert.Equal("orders", Assert.Single(_world.Apig.Registered).Name);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.PathConflict, "returns");
    }

    [Fact]
    public async Task AYoungerApiThatYieldsWhileItIsRegisteredByAnotherWorkerStaysAway()
    {
        _world.Create();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/other");
        await _world.HandleAsync(_world.Api);
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        var younger = _world.Create("returns");
        var worker = new Worker(_world);
        worker.Steps.OnceAsync("create", async () =>
        {
            _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v4");
            await _world.HandleAsync(_world.Api);
            await _world.SettleAsync();
        });

        await worker.HandleAsync(World.EventOf(younger));
        await _world.SettleAsync();

        Assert.Equal("orders", Assert.Single(_world.Apig.Registered).Name);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.PathConflict, "returns");
    }

    [Fact]
    public async Task TheYoungerTakesThePathAtItsNextLookAfterTheOlderWent()
    {
        await _world.RegisterAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await _world.RegisterAsync("returns");
        _world.Cluster.Delete("orders");
        await _world.HandleAsync(_world.Api);

        await _world.HandleAsync(_world.Cluster.Get("returns"), EventReason.Resync);

        Assert.Equal("returns", Assert.Single(_world.Apig.Registered).Name);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted, "returns");
    }

    [Fact]
    public async Task AnOlderApiThatLeavesItsPathAndComesBackBeforeAnybodyLooksKeepsIt()
    {
        await _world.RegisterAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/other");
        await _world.RegisterAsync("returns");
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v4");

        await _world.HandleAsync(_world.Api);
        await _world.SettleAsync();

        Assert.Equal("orders", Assert.Single(_world.Apig.Registered).Name);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.PathConflict, "returns");
    }

    [Fact]
    public async Task AYoungerApiThatTakesThePathBackWhileTheOlderReturnsYieldsAgain()
    {
        await _world.RegisterAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await _world.RegisterAsync("returns");
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/other");
        await _world.HandleAsync(_world.Api);
        var worker = new Worker(_world);
        worker.Steps.OnceAsync("create", async () =>
        {
            _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v4");
            await _world.HandleAsync(_world.Api);
        });

        await worker.HandleAsync(World.EventOf(_world.Cluster.Get("returns"), EventReason.Resync));
        await _world.SettleAsync();

        Assert.Equal("orders", Assert.Single(_world.Apig.Registered).Name);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.PathConflict, "returns");
    }

    [Fact]
    public async Task InNamespacesWithGatewaysOfTheirOwnThePathIsFree()
    {
        await _world.RegisterAsync();
        var other = await _world.RegisterAsync(ns: "mall");

        Assert.Equal(ConditionStatus.True, other.Status.Condition(ConditionTypes.Registered)!.Status);
    }

    [Fact]
    public async Task OnASharedGatewayTheLosersDeletionLeavesTheWinnersRegistration()
    {
        var winner = await _shared.RegisterAsync();
        _shared.Time.Advance(TimeSpan.FromMinutes(1));
        await _shared.RegisterAsync(ns: "mall");
        _shared.Cluster.Delete("orders", "mall");

        await _shared.HandleAsync(_shared.Cluster.Get("orders", "mall"));
        await _shared.SettleAsync();

        Assert.Equal([winner.Key], _shared.Cluster.All.Select(api => api.Key));
        Assert.Equal(ApiRegistration.Of(winner), Assert.Single(_shared.Apig.Registered));
    }

    [Fact]
    public async Task OnASharedGatewayAMessageOfAGoneNamesakeLeavesTheWinnersRegistration()
    {
        var winner = await _shared.RegisterAsync();
        var gone = _shared.Cluster.Create("orders", World.Spec, "mall");
        _shared.Cluster.Delete("orders", "mall");

        await _shared.Worker.HandleAsync(World.EventOf(gone, EventReason.Deleted), dequeueCount: 2);
        await _shared.SettleAsync();

        Assert.Equal(ApiRegistration.Of(winner), Assert.Single(_shared.Apig.Registered));
    }

    [Fact]
    public async Task OnASharedGatewayAYoungerHolderOfTheNameYieldsWithoutTakingTheOldersAway()
    {
        var older = _shared.Create(spec: World.Spec.Replace("orders/v4", "unusable path", StringComparison.Ordinal));
        _shared.Time.Advance(TimeSpan.FromMinutes(1));
        await _shared.RegisterAsync(ns: "mall", spec: World.Spec.Replace("orders/v4", "mall/orders", StringComparison.Ordinal));
        _shared.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v4");

        await _shared.HandleAsync(older);
        await _shared.SettleAsync();

        Assert.Equal(ApiRegistration.Of(_shared.Api), Assert.Single(_shared.Apig.Registered));
        Assert.Equal(ConditionReasons.PathConflict, _shared.Cluster.Get("orders", "mall").Status.Condition(ConditionTypes.Registered)!.Reason);
        Assert.Null(_shared.Cluster.Get("orders", "mall").Status.Registration);
        Assert.Null(Convergence.Gap(_shared.Api, implementationReady: false, "10.0.0.1"));
    }

    [Fact]
    public async Task YieldingAgainAfterARemovalThatWasNotAnsweredDoesNotNeedTheGatewaysConsent()
    {
        _world.Create();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/other");
        await _world.HandleAsync(_world.Api);
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        var younger = await _world.RegisterAsync("returns");
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v4");
        PathChangeTests.RefuseToRemoveTheUnknown(_world.Apig);
        _world.Apig.Faults = _ => GatewayFault.AfterEffect;
        await _world.HandleAsync(younger, EventReason.Contested);

        _world.Apig.Faults = null;
        await _world.SettleAsync();

        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.PathConflict, "returns");
        Assert.Null(_world.Cluster.Get("returns").Status.Registration);
    }

    [Fact]
    public async Task AnOlderApiTakesItsPathFromAYoungerOneWhoseSpecWentWrong()
    {
        _world.Create();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/other");
        await _world.HandleAsync(_world.Api);
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await _world.RegisterAsync("returns");
        _world.Cluster.ChangeSpec("returns", spec => spec["path"] = "wrong");
        await _world.HandleAsync(_world.Cluster.Get("returns"));
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v4");

        await _world.HandleAsync(_world.Api);
        await _world.SettleAsync();

        Assert.Equal("orders", Assert.Single(_world.Apig.Registered).Name);
        Assert.Null(_world.Cluster.Get("returns").Status.Registration);
    }

    [Fact]
    public async Task OnASharedGatewayTheLosersDeletionLeavesWhatAWrongSpecStillHolds()
    {
        var holder = await _shared.RegisterAsync();
        _shared.Time.Advance(TimeSpan.FromMinutes(1));
        var loser = await _shared.RegisterAsync(ns: "mall");
        _shared.Cluster.ChangeSpec("orders", spec => spec["path"] = "wrong");
        await _shared.HandleAsync(_shared.Api);
        _shared.Cluster.Delete("orders", "mall");

        await _shared.Worker.HandleAsync(World.EventOf(loser), dequeueCount: 2);
        await _shared.SettleAsync();

        Assert.Equal(ApiRegistration.Of(holder), Assert.Single(_shared.Apig.Registered));
    }

    [Fact]
    public async Task YieldingWhatWasNeverRegisteredDoesNotNeedTheGatewaysConsent()
    {
        await _world.RegisterAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        var younger = _world.Create("returns");
        PathChangeTests.RefuseToRemoveTheUnknown(_world.Apig);

        await _world.Worker.HandleAsync(World.EventOf(younger), dequeueCount: 2);

        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.PathConflict, "returns");
    }
}
