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

        Assert.Equal(ApiRegistration.Of(before), _world.Apig.Find("orders"));
        Assert.Equal(ApiRegistration.Of(before), _world.Api.Status.Registration);
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
        _world.Apig.Faults = _ => GatewayFault.CircuitOpen;
        _world.Apig.RetryAfter = TimeSpan.FromSeconds(9);

        await _world.RegisterAsync();

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
    public async Task WhatALookThatPutNothingOffMayHaveLeftIsRemovedWhenTheSpecGoesWrong()
    {
        _world.Apig.Faults = _ => GatewayFault.CircuitOpen;
        await _world.RegisterAsync();
        _world.Apig.Faults = _ => GatewayFault.AfterEffect;
        await _world.HandleAsync(_world.Api, EventReason.Resync);
        _world.Retries.Clear();
        Assert.NotEmpty(_world.Apig.Registered);

        _world.Apig.Faults = null;
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "wrong");
        await _world.HandleAsync(_world.Api);

        Assert.Empty(_world.Apig.Registered);
        Assert.Null(_world.Api.Status.UnansweredAt);
    }

    [Fact]
    public async Task AChangeThatIsDecidedOnWhileALookLeavesACallUnansweredIsDecidedOnAnew()
    {
        await _world.RegisterAsync();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/new");
        _world.Apig.Faults = _ => GatewayFault.CircuitOpen;
        await _world.HandleAsync(_world.Api);
        _world.Apig.Faults = null;
        var worker = new Worker(_world);
        worker.Steps.OnceAsync("create done", async () =>
        {
            // It removes what the other one has just created, and never learns that it did.
            _world.Apig.Faults = _ => GatewayFault.AfterEffect;
            await _world.HandleAsync(_world.Api, EventReason.Resync);
            _world.Apig.Faults = null;
        });

        await worker.HandleAsync(World.EventOf(_world.Api, EventReason.Retry));

        Assert.Equal("/new", Assert.Single(_world.Apig.Registered).Path);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
    }

    [Fact]
    public async Task ACallThatTookEffectWithoutAnAnswerIsRepeatedThoughTheOldRecordAgreesAgain()
    {
        await _world.RegisterAsync();
        _world.Cluster.ChangeSpec("orders", spec => spec["specification"] = "new");
        _world.Apig.Faults = _ => GatewayFault.AfterEffect;
        await _world.HandleAsync(_world.Api);
        Assert.Equal("new", _world.Apig.Find("orders")!.Specification.GetString());

        _world.Apig.Faults = null;
        _world.Cluster.ChangeSpec("orders", spec => spec["specification"] = System.Text.Json.Nodes.JsonNode.Parse(World.Spec)!["specification"]!.DeepClone());
        await _world.HandleAsync(_world.Api);
        _world.Retries.Clear();

        Assert.Equal(ApiRegistration.Of(_world.Api), _world.Apig.Find("orders"));
    }

    [Theory]
    [InlineData("\"orders\"")]
    [InlineData("\"/refused\"")]
    public async Task ADoubtIsNotForgottenWhenTheSpecPassesThroughOneThatCantBeRegistered(string badPath)
    {
        await _world.RegisterAsync();
        _world.Cluster.ChangeSpec("orders", spec => spec["specification"] = "new");
        _world.Apig.Faults = _ => GatewayFault.AfterEffect;
        await _world.HandleAsync(_world.Api);
        _world.Apig.Faults = null;
        _world.Apig.Refuses = (operation, registration) => operation == "remove" || registration.Path == "/refused" ? "no" : null;
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = System.Text.Json.Nodes.JsonNode.Parse(badPath));
        await _world.SettleAsync();

        _world.Cluster.ChangeSpec("orders", spec =>
        {
            foreach (var (field, value) in System.Text.Json.Nodes.JsonNode.Parse(World.Spec)!.AsObject())
            {
                spec[field] = value!.DeepClone();
            }
        });
        await _world.HandleAsync(_world.Api);

        Assert.Equal(ApiRegistration.Of(_world.Api), _world.Apig.Find("orders"));
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
    }

    [Fact]
    public async Task ARedeliveredMessageRegistersThoughTheRecordAgrees()
    {
        var api = await _world.RegisterAsync();
        _world.Apig.Put(ApiRegistration.OfName("orders"));

        await _world.Worker.HandleAsync(World.EventOf(api), dequeueCount: 2);

        Assert.Equal(ApiRegistration.Of(api), _world.Apig.Find("orders"));
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
    public async Task AResyncDuringAnOutageThatNeverReachedTheGatewayStartsNoSecondChainOfRetries()
    {
        var api = _world.Create();
        _world.Worker.Store.IsDown = true;
        await _world.HandleAsync(api);

        await _world.HandleAsync(api, EventReason.Resync);

        Assert.Single(_world.Retries);
    }
}
