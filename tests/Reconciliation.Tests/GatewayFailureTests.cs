using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

public sealed class GatewayFailureTests
{
    private readonly World _world = new();

    [Fact]
    public async Task ARefusalIsReportedOnceAndNotTriedAgain()
    {
        _world.Apig.Refuses = (_, _) => "path is reserved";

        var api = await _world.RegisterAsync();
        await _world.HandleAsync(api, EventReason.Resync);

        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.GatewayRefused);
        Assert.Contains("4711: path is reserved", _world.Api.Status.Condition(ConditionTypes.Registered)!.Message, StringComparison.Ordinal);
        Assert.Equal(ConditionReasons.GatewayRefused, Assert.Single(_world.Worker.Store.Warnings).Reason);
        Assert.Empty(_world.Retries);
        Assert.Equal(3, _world.Writes + 1);
    }

    [Fact]
    public async Task ARefusalKeepsTheOldRegistrationItsRecordAndItsUrl()
    {
        var before = await _world.RegisterAsync();
        _world.Cluster.ChangeSpec("orders", spec => spec["specification"] = "broken");
        _world.Apig.Refuses = (_, _) => "broken specification";

        await _world.HandleAsync(_world.Api);

        Assert.Equal(ApiRegistration.Of(before, before.Key.Name), _world.Apig.Find("orders"));
        Assert.Equal(ApiRegistration.Of(before, before.Key.Name), _world.Api.Status.Registration);
        Assert.Equal(before.Status.Url, _world.Api.Status.Url);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.GatewayRefused);
    }

    [Fact]
    public async Task AGatewayThatIsDownIsReportedAndTriedAgain()
    {
        _world.Apig.Faults = _ => GatewayFault.BeforeEffect;

        await _world.RegisterAsync();

        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.GatewayUnavailable);
        var (next, delay) = Assert.Single(_world.Retries);
        Assert.Equal((EventReason.Retry, 1, true), (next.Reason, next.Attempt, next.InDoubt));
        Assert.InRange(delay, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5));
        _world.Apig.Faults = null;
        await _world.SettleAsync();
        Assert.Equal("/orders/v4", _world.Apig.Find("orders")!.Path);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
    }

    [Fact]
    public async Task ALongOutageCostsOneWriteAndOneWarning()
    {
        _world.Apig.Faults = _ => GatewayFault.BeforeEffect;
        await _world.RegisterAsync();
        var writes = _world.Writes;

        for (var attempt = 0; attempt < 12; attempt++)
        {
            await _world.DeliverRetriesAsync();
        }

        Assert.Equal(writes, _world.Writes);
        Assert.Single(_world.Retries);
        Assert.True(_world.Worker.Store.Warnings.Count <= 1);
    }

    [Fact]
    public async Task TheGatewaysOwnDelayIsHonoured()
    {
        _world.Apig.Faults = _ => GatewayFault.BeforeEffect;
        _world.Apig.RetryAfter = TimeSpan.FromSeconds(77);

        await _world.RegisterAsync();

        Assert.InRange(Assert.Single(_world.Retries).Delay.TotalSeconds, 77, 93);
    }

    [Fact]
    public async Task AnOpenCircuitIsNoAttemptAndLeavesNoDoubt()
    {
        await _world.RegisterAsync();
        _world.Cluster.ChangeSpec("orders", spec => spec["port"] = 9090);
        _world.Apig.Faults = _ => GatewayFault.CircuitOpen;
        _world.Apig.RetryAfter = TimeSpan.FromSeconds(9);

        await _world.HandleAsync(_world.Api);

        Assert.Null(_world.Api.Status.UnansweredAt);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.GatewayUnavailable);
        var (next, delay) = Assert.Single(_world.Retries);
        Assert.Equal((0, false), (next.Attempt, next.InDoubt));
        Assert.InRange(delay.TotalSeconds, 9, 11);
    }

    [Theory]
    [InlineData(EventReason.Resync)]
    [InlineData(EventReason.Readiness)]
    [InlineData(EventReason.Listed)]
    [InlineData(EventReason.Changed)]
    public async Task ALookDuringAnOutageStartsNoSecondChainOfRetries(EventReason reason)
    {
        _world.Apig.Faults = _ => GatewayFault.BeforeEffect;
        await _world.RegisterAsync();

        for (var look = 0; look < 10; look++)
        {
            await _world.HandleAsync(_world.Api, reason);
        }

        Assert.Single(_world.Retries);
    }

    [Fact]
    public async Task ALookAtADeletedApiDuringAnOutageStartsNoSecondChainOfRetries()
    {
        await _world.RegisterAsync();
        _world.Cluster.Delete("orders");
        _world.Apig.Faults = _ => GatewayFault.BeforeEffect;
        await _world.HandleAsync(_world.Api);

        await _world.HandleAsync(_world.Api, EventReason.Resync);

        Assert.Single(_world.Retries);
        Assert.NotNull(_world.Api.Status.UnansweredAt);
    }

    [Fact]
    public async Task AnApiServerThatIsDownIsTriedAgain()
    {
        var api = _world.Create();
        _world.Worker.Store.IsDown = true;
        await _world.HandleAsync(api);
        Assert.False(Assert.Single(_world.Retries).Event.InDoubt);

        _world.Worker.Store.IsDown = false;
        await _world.SettleAsync();
        Assert.Equal("/orders/v4", _world.Apig.Find("orders")!.Path);
    }

    [Fact]
    public async Task AnApiServerThatFailsAfterTheRegistrationLeavesADoubt()
    {
        var api = _world.Create();
        _world.Worker.Steps.Once("create done", () => _world.Worker.Store.IsDown = true);

        await _world.HandleAsync(api);

        Assert.True(Assert.Single(_world.Retries).Event.InDoubt);
    }

    [Fact]
    public async Task ARefusalToRemoveWhatMayBeGoneIsNoneToAGatewayThatSaysSoWhenItIs()
    {
        var world = new World { Client = new() { NotRegisteredCodes = "4712" } };
        world.Create();
        world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/other");
        await world.HandleAsync(world.Api);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        var younger = await world.RegisterAsync("returns");
        world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v4");
        await world.HandleAsync(world.Api);
        world.Apig.Refuses = (operation, _) => operation == "remove" ? "locked" : null;
        await world.HandleAsync(younger);
        world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.RemovalFailed, "returns");
        Assert.NotNull(world.Cluster.Get("returns").Status.Registration);

        world.Apig.Refuses = null;
        await world.HandleAsync(world.Cluster.Get("returns"), EventReason.Resync);

        Assert.Null(world.Apig.Find("returns"));
        world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.PathConflict, "returns");
    }

    [Fact]
    public async Task AResyncDuringAnOutageThatNeverReachedTheGatewayStartsNoSecondChainOfRetries()
    {
        var api = _world.Create();
        _world.Worker.Store.IsDown = true;
        await _world.HandleAsync(api);

        await _world.HandleAsync(api, EventReason.Resync);

        Assert.Single(_world.Retries);
    }
}
