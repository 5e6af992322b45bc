using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>Two APIs of one name, in two namespaces, on a gateway for all of them.</summary>
public sealed class NamesakeTests
{
    private readonly World _shared = new() { Gateway = new() { Endpoint = "gateway:8080" } };

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
    public async Task OnASharedGatewayANamesakeThatIsCreatedWhileARemovalStallsIsRegisteredAgain()
    {
        var gone = await _shared.RegisterAsync();
        _shared.Cluster.Strip("orders");
        var (stale, gate, atGate) = _shared.HoldAt("remove");
        var late = stale.HandleAsync(World.EventOf(gone, EventReason.Deleted));
        await atGate;
        var namesake = await _shared.RegisterAsync(ns: "mall");

        gate.SetResult();
        await late;
        await _shared.SettleAsync();

        Assert.Equal(ApiRegistration.Of(namesake), Assert.Single(_shared.Apig.Registered));
    }

    [Fact]
    public async Task OnASharedGatewayADeletedApiWhoseNamesakeTookItsRegistrationAlongIsReleased()
    {
        _shared.Apig.RefuseToRemoveTheUnknown();
        await _shared.RegisterAsync();
        _shared.Cluster.Delete("orders");
        var gone = _shared.Cluster.Create("orders", World.Spec, "mall");
        _shared.Cluster.Strip("orders", "mall");

        await _shared.Worker.HandleAsync(World.EventOf(gone, EventReason.Deleted) with { LastRegistration = ApiRegistration.Of(gone) });
        Assert.Empty(_shared.Apig.Registered);
        await _shared.HandleAsync(_shared.Api);
        await _shared.DeliverRetriesAsync();
        await _shared.DeliverRetriesAsync();

        Assert.Empty(_shared.Cluster.All);
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
}
