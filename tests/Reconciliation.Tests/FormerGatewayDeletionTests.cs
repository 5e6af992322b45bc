using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.Shared.Gateway;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>What is deleted, or was, may still have an entry on a former gateway.</summary>
public sealed class FormerGatewayDeletionTests
{
    private const string Old = "old:8080";
    private static readonly GatewayOptions Moved = new() { Endpoint = "new:8080" };
    private static readonly GatewayOptions MovedAndAllowed = Moved with { FormerEndpoints = "older:1, http://old:8080/api" };
    private readonly FakeGateway _old = new();
    private readonly World _world;

    public FormerGatewayDeletionTests() =>
        _world = new() { Gateway = new() { Endpoint = Old }, OtherGateways = { [Old] = _old } };

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task ADeletionClearsTheFormerGatewayOnlyWhereItMay(bool isAllowed, bool isRegisteredAnewBefore)
    {
        await MoveAsync(Moved);
        if (isRegisteredAnewBefore)
        {
            await _world.HandleAsync(_world.Api);
        }

        _world.Restart(isAllowed ? MovedAndAllowed : Moved);
        _world.Apig.RefuseToRemoveTheUnknown();
        _world.Cluster.Delete("orders");
        await _world.HandleAsync(_world.Api);
        await _world.SettleAsync();

        Assert.Empty(_world.Cluster.All);
        Assert.Empty(_world.Apig.Entries);
        Assert.Equal(isAllowed ? [] : ["orders at /orders/v4"], _old.Entries);
        Assert.Equal(
            !isAllowed,
            _world.Worker.Store.Warnings.Any(warning => warning.Reason == ConditionReasons.LeftBehind
                && warning.Message.Contains("old:8080 may still hold", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AForcedDeletionLeavesNothingOnTheGatewayOfNow(bool isRegisteredAnewBefore)
    {
        await MoveAsync(Moved);
        if (isRegisteredAnewBefore)
        {
            await _world.HandleAsync(_world.Api);
        }

        var last = _world.Api;
        _world.Cluster.Strip("orders");
        await _world.HandleAsync(last, EventReason.Deleted);

        Assert.Empty(_world.Apig.Entries);
    }

    [Fact]
    public async Task ADeletionWaitsForAFormerGatewayThatIsAway()
    {
        await MoveAsync(MovedAndAllowed);
        _old.Faults = _ => GatewayFault.BeforeEffect;
        _world.Cluster.Delete("orders");
        await _world.HandleAsync(_world.Api);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.RemovalFailed);

        _old.Faults = null;
        await _world.SettleAsync();

        Assert.Empty(_world.Cluster.All);
        Assert.Empty(_old.Entries);
        Assert.Empty(_world.Apig.Entries);
    }

    private async Task MoveAsync(GatewayOptions to)
    {
        await _world.RegisterAsync();
        Assert.Equal(["orders at /orders/v4"], _old.Entries);
        _world.Restart(to);
    }
}
