using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>Calls that may have taken effect, for want of an answer or of a record.</summary>
public sealed class UnansweredAttemptTests
{
    private readonly World _world = new();

    [Fact]
    public async Task ARemovalThatIsRefusedAfterAnAttemptWithoutAnAnswerIsNotInsistedOn()
    {
        await _world.RegisterAsync();
        _world.Cluster.Delete("orders");
        _world.Apig.RefuseToRemoveTheUnknown();
        var calls = 0;
        _world.Apig.Faults = _ => calls++ == 0 ? GatewayFault.AnsweredAtTheSecondAttempt : GatewayFault.None;

        await _world.HandleAsync(_world.Api);

        Assert.Empty(_world.Cluster.All);
        Assert.Empty(_world.Retries);
    }

    [Fact]
    public async Task WhatWasCreatedWithoutAnAnswerAndThenRefusedIsRemoved()
    {
        var calls = 0;
        _world.Apig.Faults = _ => GatewayFault.AnsweredAtTheSecondAttempt;
        _world.Apig.Refuses = (_, _) => calls++ == 0 ? "it is there already" : null;

        await _world.RegisterAsync();

        Assert.Empty(_world.Apig.Registered);
        Assert.Null(_world.Api.Status.Registration);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.GatewayRefused);
    }

    [Fact]
    public async Task WhatALookThatPutNothingOffMayHaveLeftIsRemovedWhenTheSpecGoesWrong()
    {
        _world.Apig.Faults = _ => GatewayFault.CircuitOpen;
        await _world.RegisterAsync();
        _world.Apig.Faults = _ => GatewayFault.AfterEffect;
        await _world.HandleAsync(_world.Api, EventReason.Resync);
        _world.Retries.Clear();

        await AssertItGoesWhenTheSpecGoesWrongAsync();
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
        _world.Cluster.ChangeSpec("orders", spec => spec["specification"] = JsonNode.Parse(World.Spec)!["specification"]!.DeepClone());
        await _world.HandleAsync(_world.Api);
        _world.Retries.Clear();

        Assert.Equal(ApiRegistration.Of(_world.Api, _world.Api.Key.Name), _world.Apig.Find("orders"));
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
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = JsonNode.Parse(badPath));
        await _world.DeliverRetriesAsync();

        _world.Cluster.ChangeSpec("orders", spec =>
        {
            foreach (var (field, value) in JsonNode.Parse(World.Spec)!.AsObject())
            {
                spec[field] = value!.DeepClone();
            }
        });
        await _world.HandleAsync(_world.Api);

        Assert.Equal(ApiRegistration.Of(_world.Api, _world.Api.Key.Name), _world.Apig.Find("orders"));
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
    }

    [Fact]
    public async Task ADoubtOutlastsARefusal()
    {
        await _world.RegisterAsync();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/new");
        _world.Apig.Faults = _ => GatewayFault.AfterEffect;
        await _world.HandleAsync(_world.Api);
        Assert.Empty(_world.Apig.Registered);

        _world.Apig.Faults = null;
        _world.Apig.Refuses = (_, _) => "no";
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v4");
        await _world.SettleAsync();
        _world.Apig.RefuseToRemoveTheUnknown();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/newer");
        await _world.HandleAsync(_world.Api);

        Assert.Equal("/newer", Assert.Single(_world.Apig.Registered).Path);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
        Assert.Null(_world.Api.Status.UnansweredAt);
    }

    [Fact]
    public async Task ACreationThatMayHaveTakenEffectAfterARemovalIsTakenBackWhenTheObjectIsGone()
    {
        await _world.RegisterAsync();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/new");
        _world.Apig.Faults = operation => operation is "create" ? GatewayFault.AfterEffect : GatewayFault.None;
        _world.Worker.Steps.Once("remove done", () => _world.Cluster.Strip("orders"));

        await _world.HandleAsync(_world.Api);
        await _world.SettleAsync();

        Assert.Empty(_world.Apig.Registered);
    }

    [Fact]
    public async Task WhatAnotherApiMayHaveRemovedIsNotForgottenOverARefusal()
    {
        var before = await _world.RegisterAsync();
        _world.Apig.Call("remove", before.Status.Registration!);
        _world.Apig.Refuses = (_, _) => "no";
        await _world.HandleAsync(_world.Api);

        _world.Apig.RefuseToRemoveTheUnknown();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/newer");
        await _world.HandleAsync(_world.Api);

        Assert.Equal("/newer", Assert.Single(_world.Apig.Registered).Path);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ARemovalOfWhatAnotherApiMayHaveRemovedIsNotInsistedOn(bool mustYield)
    {
        var older = _world.Create("older", World.Spec.Replace("/orders/v4", "/old", StringComparison.Ordinal));
        await _world.HandleAsync(older);
        var before = await _world.RegisterAsync();
        _world.Apig.Call("remove", before.Status.Registration!);
        _world.Apig.RefuseToRemoveTheUnknown();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = mustYield ? "/old" : "/new");

        await _world.HandleAsync(_world.Api);

        _world.AssertCondition(
            ConditionTypes.Registered,
            mustYield ? ConditionStatus.False : ConditionStatus.True,
            mustYield ? ConditionReasons.PathConflict : ConditionReasons.Accepted);
    }

    [Fact]
    public async Task ARedeliveredMessageRegistersThoughTheRecordAgrees()
    {
        var api = await _world.RegisterAsync();
        _world.Apig.Put(ApiRegistration.Placeholder("orders"));

        await _world.Worker.HandleAsync(World.EventOf(api), dequeueCount: 2);

        Assert.Equal(ApiRegistration.Of(api, api.Key.Name), _world.Apig.Find("orders"));
    }

    private async Task AssertItGoesWhenTheSpecGoesWrongAsync()
    {
        Assert.NotEmpty(_world.Apig.Registered);

        _world.Apig.Faults = null;
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "wrong");
        await _world.HandleAsync(_world.Api);

        Assert.Empty(_world.Apig.Registered);
        Assert.Null(_world.Api.Status.UnansweredAt);
    }
}
