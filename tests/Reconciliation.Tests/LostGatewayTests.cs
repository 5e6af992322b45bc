using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.Shared.Gateway;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>A gateway that is away lets nobody go, but for one that went with the namespace of the API.</summary>
public sealed class LostGatewayTests
{
    private const string Service = "shop/apig-operator-uportal";
    private World _world = new();

    [Theory]
    [InlineData(Presence.Gone, false)]
    [InlineData(Presence.Terminating, false)]
    [InlineData(Presence.Gone, true)]
    public async Task AnApiThatIsDeletedWithItsNamespaceAndGatewayIsReleased(Presence service, bool isCircuitOpen)
    {
        await DeleteAsync(Presence.Terminating, service, isCircuitOpen ? GatewayFault.CircuitOpen : GatewayFault.BeforeEffect);

        Assert.Empty(_world.Cluster.All);
        Assert.Empty(_world.Retries);
        var (name, reason, message) = Assert.Single(_world.Worker.Store.Warnings);
        Assert.Equal(("orders", ConditionReasons.GatewayGone), (name, reason));
        Assert.Contains(Service, message, StringComparison.Ordinal);
        Assert.Contains("shop/orders", Assert.Single(_world.Worker.LostLog.Lines).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Presence.There, Presence.Gone)]
    [InlineData(Presence.There, Presence.Terminating)]
    [InlineData(Presence.Terminating, Presence.There)]
    [InlineData(Presence.Terminating, Presence.Unknown)]
    [InlineData(Presence.Unknown, Presence.Gone)]
    [InlineData(Presence.Gone, Presence.Gone)]
    public async Task NothingLessReleasesIt(Presence ns, Presence service)
    {
        await DeleteAsync(ns, service);
        await _world.DeliverRetriesAsync();

        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.RemovalFailed);
        Assert.True(_world.Api.HasFinalizer);
        Assert.Single(_world.Retries);

        _world.Apig.Faults = null;
        await _world.SettleAsync();
        Assert.Empty(_world.Cluster.All);
        Assert.Empty(_world.Apig.Registered);
    }

    [Theory]
    [InlineData("gateway.example.org:8080")]
    [InlineData("apig-operator-uportal.shop:8080")]
    [InlineData("apig.{namespace}.example.org:8080")]
    [InlineData("apig-{namespace}.gateways:8080")]
    public async Task AGatewayThatIsNoServiceOfTheNamespaceByItsTemplateIsWaitedFor(string endpoint)
    {
        _world = new() { Gateway = new() { Endpoint = endpoint } };

        await DeleteAsync(Presence.Terminating, Presence.Gone);

        Assert.True(_world.Api.HasFinalizer);
        Assert.Empty(_world.Namespaces.Reads);
    }

    [Fact]
    public async Task ItIsWaitedForWhereThatIsSet()
    {
        _world = new() { Reconcile = new() { ReleaseWithNamespace = false } };

        await DeleteAsync(Presence.Terminating, Presence.Gone);

        Assert.True(_world.Api.HasFinalizer);
        Assert.Empty(_world.Namespaces.Reads);
    }

    [Fact]
    public async Task NobodyAsksAboutANamespaceWhileTheGatewayAnswers()
    {
        await _world.RegisterAsync();
        Lose(Presence.Terminating, Presence.Gone);
        _world.Cluster.Delete("orders");
        _world.Apig.Refuses = (operation, _) => operation == "remove" ? "in use" : null;

        await _world.HandleAsync(_world.Api);

        Assert.True(_world.Api.HasFinalizer);
        Assert.Empty(_world.Namespaces.Reads);
    }

    [Fact]
    public async Task ALivingApiIsNotLetGoOf()
    {
        _world.Create();
        Lose(Presence.Terminating, Presence.Gone);
        _world.Apig.Faults = _ => GatewayFault.BeforeEffect;

        await _world.HandleAsync(_world.Api);

        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.GatewayUnavailable);
        Assert.Empty(_world.Namespaces.Reads);
    }

    [Theory]
    [InlineData(Presence.Terminating, true)]
    [InlineData(Presence.Gone, true)]
    [InlineData(Presence.There, false)]
    [InlineData(Presence.Unknown, false)]
    public async Task TheRetriesOfAnOrphanEndWithItsNamespaceAndGateway(Presence ns, bool ends)
    {
        var api = await _world.RegisterAsync();
        _world.Cluster.Strip("orders");
        _world.Apig.Faults = _ => GatewayFault.BeforeEffect;
        await _world.HandleAsync(api, EventReason.Deleted);
        Assert.Single(_world.Retries);

        Lose(ns, Presence.Gone);
        await _world.DeliverRetriesAsync();

        Assert.Equal(ends, _world.Retries.Count == 0);
    }

    [Fact]
    public async Task AnOrphansEntryGoesWhereItsNamespaceWasMadeAnewWithAGateway()
    {
        var api = await _world.RegisterAsync();
        _world.Cluster.Strip("orders");
        _world.Apig.Faults = _ => GatewayFault.BeforeEffect;
        await _world.HandleAsync(api, EventReason.Deleted);
        await _world.DeliverRetriesAsync();
        Assert.Single(_world.Retries);

        _world.Apig.Faults = null;
        await _world.SettleAsync();

        Assert.Empty(_world.Apig.Registered);
    }

    [Theory]
    [InlineData("old.{namespace}:8080", true)]
    [InlineData("old.{namespace}.svc:8080", true)]
    [InlineData("old.example.org:8080", false)]
    public async Task WhatIsLeftOnAFormerGatewayGoesWithTheNamespaceOnlyWhereThatGatewayDoes(string former, bool isReleased)
    {
        var old = new FakeGateway();
        var authority = former.Replace("{namespace}", "shop", StringComparison.Ordinal);
        _world = new() { Gateway = new() { Endpoint = former }, OtherGateways = { [authority] = old } };
        await _world.RegisterAsync();
        _world.Restart(new GatewayOptions { FormerEndpoints = former });
        old.Faults = _ => GatewayFault.BeforeEffect;
        await _world.HandleAsync(_world.Api);
        Lose(Presence.Terminating, Presence.Gone);
        _world.Namespaces.Presences["shop/old"] = Presence.Gone;
        _world.Cluster.Delete("orders");

        await _world.HandleAsync(_world.Api);

        Assert.Equal(isReleased, !_world.Cluster.All.Any());
        Assert.Empty(_world.Apig.Registered);
    }

    private async Task DeleteAsync(Presence ns, Presence service, GatewayFault fault = GatewayFault.BeforeEffect)
    {
        await _world.RegisterAsync();
        _world.Cluster.Delete("orders");
        _world.Apig.Faults = _ => fault;
        Lose(ns, service);
        await _world.HandleAsync(_world.Api);
    }

    private void Lose(Presence ns, Presence service) =>
        (_world.Namespaces.Presences["shop"], _world.Namespaces.Presences[Service]) = (ns, service);
}
