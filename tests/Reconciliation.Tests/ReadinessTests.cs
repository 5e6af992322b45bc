using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

public sealed class ReadinessTests
{
    private readonly World _world = new();

    [Fact]
    public async Task ReadinessFollowsTheEndpointsBothWaysWithoutACallToTheGateway()
    {
        var api = await _world.RegisterAsync();
        Assert.False(_world.Api.Status.Ready);

        _world.Network.ReadyServices.Add("orders");
        await _world.HandleAsync(api, EventReason.Readiness);
        Assert.True(_world.Api.Status.Ready);
        Assert.True(_world.Component.Entries[api.Key.Uid].Ready);
        _world.AssertCondition(ConditionTypes.ImplementationReady, ConditionStatus.True, ConditionReasons.EndpointsReady);

        _world.Network.ReadyServices.Clear();
        await _world.HandleAsync(api, EventReason.Readiness);
        Assert.False(_world.Api.Status.Ready);
        Assert.False(_world.Component.Entries[api.Key.Uid].Ready);
        _world.AssertCondition(ConditionTypes.ImplementationReady, ConditionStatus.False, ConditionReasons.NoReadyEndpoint);
        Assert.Single(_world.Apig.Calls);
    }

    [Fact]
    public async Task ReadinessIsReportedThoughTheGatewayIsDown()
    {
        _world.Network.ReadyServices.Add("orders");
        _world.Apig.Faults = _ => GatewayFault.BeforeEffect;

        await _world.RegisterAsync();

        Assert.True(_world.Api.Status.Ready);
    }
}
