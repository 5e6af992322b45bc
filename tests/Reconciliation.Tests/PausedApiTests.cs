using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>An API with the annotation apibridge.tmforum.org/paused: "true" is left as it is, until it goes on or is deleted.</summary>
public sealed class PausedApiTests
{
    private readonly World _world = new();

    [Fact]
    public async Task ItSaysThatItIsPausedAndNothingElseIsWritten()
    {
        await _world.RegisterAsync();
        var (before, calls) = (_world.Api, _world.Apig.Calls.Count);
        Pause();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/moved");

        await _world.HandleAsync(_world.Api);
        await _world.HandleAsync(_world.Api, EventReason.Readiness);

        Assert.Equal(calls, _world.Apig.Calls.Count);
        _world.AssertCondition(ConditionTypes.Paused, ConditionStatus.True, ConditionReasons.Annotated);
        Assert.Contains(ExposedApi.PausedAnnotation, _world.Api.Status.Condition(ConditionTypes.Paused)!.Message, StringComparison.Ordinal);
        Assert.Equal(WithoutConditions(before), WithoutConditions(_world.Api));
        Assert.Equal(before.Status.Conditions, _world.Api.Status.Conditions.Where(condition => condition.Type != ConditionTypes.Paused));
        Assert.Empty(_world.Retries);
        Assert.Empty(_world.Worker.Store.Warnings);
    }

    [Fact]
    public async Task ItIsWrittenOnceHoweverOftenItIsLookedAt()
    {
        await _world.RegisterAsync();
        Pause();
        await _world.HandleAsync(_world.Api);
        var version = _world.Api.ResourceVersion;

        _world.Time.Advance(TimeSpan.FromMinutes(5));
        await _world.HandleAsync(_world.Api, EventReason.Resync);

        Assert.Equal(version, _world.Api.ResourceVersion);
        Assert.Null(Gap());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("false")]
    [InlineData("True")]
    [InlineData("1")]
    public async Task WhenItGoesOnTheConditionGoesAndAllThatChangedIsMadeUpFor(string? value)
    {
        await _world.RegisterAsync();
        Pause();
        await _world.HandleAsync(_world.Api);
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/moved");
        Pause(value);
        Assert.NotNull(Gap());

        await _world.HandleAsync(_world.Api);

        Assert.Null(_world.Api.Status.Condition(ConditionTypes.Paused));
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
        Assert.Equal("/moved", Assert.Single(_world.Apig.Registered).Path);
    }

    [Fact]
    public async Task WhereNothingChangedTheEndOfThePauseCostsOneWriteAndNoCall()
    {
        await _world.RegisterAsync();
        Pause();
        await _world.HandleAsync(_world.Api);
        var (calls, writes) = (_world.Apig.Calls.Count, _world.Writes);
        Pause(null);
        Assert.Equal(ConvergenceGap.Resumed, Gap());

        await _world.HandleAsync(_world.Api);

        Assert.Equal((calls, writes + 1), (_world.Apig.Calls.Count, _world.Writes));
        Assert.Null(Gap());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OneThatIsPausedFromBirthIsNeitherAdoptedNorRegistered(bool hasStatus)
    {
        var world = new World { HasStatus = hasStatus };
        world.Create();
        world.Cluster.Change("orders", Annotated("true"));

        await world.HandleAsync(world.Api);

        Assert.Empty(world.Apig.Calls);
        Assert.Empty(world.Api.Finalizers);
        Assert.False(world.Api.Status.Ready); // The Component operator reads it unguarded.
        Assert.NotNull(world.Api.Status.PausedSince);
        Assert.Equal(["conditions", "implementation"], world.Api.Status.Json.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));

        var version = world.Api.ResourceVersion;
        await world.HandleAsync(world.Api);
        Assert.Equal(version, world.Api.ResourceVersion);
        world.Cluster.Change("orders", Annotated(null));
        await world.HandleAsync(world.Api);
        world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
    }

    [Fact]
    public async Task WhatTheOldOperatorRegisteredStaysUnstampedWhileItIsPaused()
    {
        const string Status = """{"apigBind":{"spec":{"name":"orders","path":"/orders/v4","implementation":"orders","port":8080}},"apiStatus":{"name":"orders","url":"http://1.2.3.4/orders/v4"},"implementation":{"ready":true}}""";
        _world.Cluster.Create("orders", World.Spec, status: Status, finalizers: ExposedApi.KopfFinalizer);
        Pause();

        await _world.Worker.HandleAsync(_world.MessageFor(_world.Api), dequeueCount: 2);

        Assert.Empty(_world.Apig.Calls);
        Assert.Equal([ExposedApi.KopfFinalizer], _world.Api.Finalizers);
        Assert.Empty(_world.Api.Status.StampedUid);
        Assert.NotNull(_world.Api.Status.Registration);
        Assert.Equal(JsonNode.Parse(Status)!["apiStatus"]!.ToJsonString(), _world.Api.Status.Json.Child("apiStatus").GetRawText());
    }

    [Fact]
    public async Task ItsDeletionRemovesIt()
    {
        await _world.RegisterAsync();
        Pause();
        await _world.HandleAsync(_world.Api);
        _world.Cluster.Delete("orders");

        await _world.HandleAsync(_world.Api);

        Assert.Empty(_world.Apig.Registered);
        Assert.Empty(_world.Cluster.All);
    }

    [Fact]
    public async Task AWorkerThatWroteToTheGatewayWhenThePauseCameNotesThatTheEntryIsInDoubt()
    {
        await _world.RegisterAsync();
        _world.Cluster.ChangeSpec("orders", spec => spec["port"] = 9090);
        var (worker, gate, atGate) = _world.HoldAt("status");
        var work = worker.HandleAsync(_world.MessageFor(_world.Api));
        await atGate;
        Pause();
        _world.Cluster.ChangeSpec("orders", spec => spec["port"] = 8080); // The record would be right again.
        gate.SetResult();
        await work;

        Assert.Equal(9090, Assert.Single(_world.Apig.Registered).Port);
        Assert.NotNull(_world.Api.Status.UnansweredAt);
        Assert.NotNull(_world.Api.Status.PausedSince);
        Assert.True(_world.Api.Status.GatewayWrites > 1);

        Pause(null);
        await _world.SettleAsync();
        Assert.Equal(8080, Assert.Single(_world.Apig.Registered).Port);
        Assert.Null(_world.Api.Status.UnansweredAt);
    }

    [Theory]
    [InlineData(true, 1, false)]
    [InlineData(false, 2, false)]
    [InlineData(false, 1, true)]
    public async Task WhatOnlyTheMessageKnowsIsNoted(bool inDoubt, int deliveries, bool isAboutNamesake)
    {
        await _world.RegisterAsync();
        Pause();
        var message = World.EventOf(_world.Api) with { InDoubt = inDoubt };

        await _world.Worker.HandleAsync(isAboutNamesake ? message with { Key = message.Key with { Uid = "uid-before" } } : message, deliveries);

        Assert.NotNull(_world.Api.Status.UnansweredAt);
        Assert.Empty(_world.Retries);
        Assert.Null(Gap());
    }

    [Fact]
    public async Task ARetryThatIsOnItsWayEndsThere()
    {
        _world.Create();
        _world.Apig.Faults = _ => GatewayFault.AfterEffect;
        await _world.HandleAsync(_world.Api);
        _world.Apig.Faults = null;
        Assert.NotEmpty(_world.Retries);
        Pause();

        await _world.DeliverRetriesAsync();

        Assert.Empty(_world.Retries);
        Assert.NotNull(_world.Api.Status.UnansweredAt);
        Pause(null);
        await _world.SettleAsync();
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
    }

    [Fact]
    public async Task WhatAPredecessorLeftUnderAFormerNameIsKeptInMind()
    {
        var world = new World { Gateway = new() { EntryName = "{namespace}.{name}" } };
        await world.RegisterAsync();
        world.Cluster.Change("orders", Annotated("true"));
        var former = ApiRegistration.Read(JsonElement.Parse("""{"name":"orders","path":"/old","implementation":"orders","port":8080}"""))!;
        var message = World.EventOf(world.Api, EventReason.Deleted) with { Key = world.Api.Key with { Uid = "uid-before" }, LastRegistration = former };

        await world.Worker.HandleAsync(message);

        Assert.Equal(former.Path, Assert.Single(world.Api.Status.Leftovers).Registration.Path);
        Assert.Empty(world.Retries);
    }

    [Fact]
    public async Task WhereThereIsNoPlaceToKeepThatInMindTheMessageComesBack()
    {
        var world = new World { Gateway = new() { EntryName = "{namespace}.{name}" } };
        world.Create();
        world.Cluster.Change("orders", Annotated("true"));
        world.Cluster.Change("orders", json => json["metadata"]!["finalizers"] = new JsonArray(ExposedApi.KopfFinalizer));
        var former = ApiRegistration.Read(JsonElement.Parse("""{"name":"orders","path":"/old","implementation":"orders","port":8080}"""))!;
        var message = World.EventOf(world.Api, EventReason.Deleted) with { Key = world.Api.Key with { Uid = "uid-before" }, LastRegistration = former };

        await world.Worker.HandleAsync(message);

        Assert.Equal(former, Assert.Single(world.Retries).Event.LastRegistration);
    }

    [Fact]
    public async Task ADeletionOfAnEarlierObjectOfTheNameGoesThroughOverOneThatIsPausedFromBirth()
    {
        var world = new World();
        world.Create();
        await world.HandleAsync(world.Api);
        var earlier = world.Api;
        world.Cluster.Delete("orders");
        world.Cluster.Strip("orders");
        world.Create();
        world.Cluster.Change("orders", Annotated("true"));
        await world.HandleAsync(world.Api);
        var version = world.Api.ResourceVersion;

        await world.HandleAsync(earlier, EventReason.Deleted);

        Assert.Empty(world.Apig.Registered);
        Assert.Empty(world.Retries);
        Assert.NotEqual(version, world.Api.ResourceVersion);
        Assert.False(world.Api.HasFinalizer);
        Assert.NotNull(world.Api.Status.PausedSince);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnElderThatIsPausedBlocksOnlyThePathOfItsRecord(bool holds)
    {
        var pair = Pair.Create();
        if (holds)
        {
            await pair.World.HandleAsync(pair.Elder);
        }

        pair.World.Cluster.Change("elder", Annotated("true"), pair.ElderNamespace);

        await pair.SendAsync();

        Assert.Equal(holds ? ConditionReasons.PathConflict : ConditionReasons.Accepted, pair.YoungerReason);
    }

    [Fact]
    public async Task AMessageThatNamesAnElderWhichIsPausedSinceDecidesNothing()
    {
        var pair = Pair.Create();
        var message = pair.Naming(blocker: pair.Elder.Key);
        pair.World.Cluster.Change("elder", Annotated("true"), pair.ElderNamespace);

        await pair.World.Worker.HandleAsync(message);
        Assert.Empty(pair.World.Apig.Calls);

        await pair.SendAsync();
        Assert.Equal(ConditionReasons.Accepted, pair.YoungerReason);
    }

    [Fact]
    public async Task OneThatIsPausedGivesItsPathUpToNoElderUntilItGoesOn()
    {
        var pair = await Pair.BothHoldAsync();
        pair.World.Cluster.Change("orders", Annotated("true"));

        await pair.SendAsync();
        Assert.NotNull(pair.YoungerEntry);
        Assert.NotNull(pair.Younger.Status.Registration);

        pair.World.Cluster.Change("orders", Annotated(null));
        await pair.SendAsync();
        Assert.Null(pair.YoungerEntry);
        Assert.Equal(ConditionReasons.PathConflict, pair.YoungerReason);
    }

    [Fact]
    public async Task ACopyOfAPausedStatusDoesNotPause()
    {
        await _world.RegisterAsync();
        Pause();
        await _world.HandleAsync(_world.Api);
        _world.Component.Entries["uid-2"] = new();
        _world.Cluster.Create("copy", Pair.At("/copy"), status: _world.Api.Status.Json.GetRawText());

        await _world.HandleAsync(_world.Cluster.Get("copy"));

        Assert.Null(_world.Cluster.Get("copy").Status.PausedSince);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted, "copy");
    }

    private static Action<JsonObject> Annotated(string? value) => json =>
        json["metadata"]!["annotations"] = value is null ? [] : new JsonObject { [ExposedApi.PausedAnnotation] = value };

    private static string WithoutConditions(ExposedApi api)
    {
        var status = JsonNode.Parse(api.Status.Json.GetRawText())!.AsObject();
        status.Remove("conditions");
        return status.ToJsonString();
    }

    private void Pause(string? value = "true") => _world.Cluster.Change("orders", Annotated(value));

    private ConvergenceGap? Gap() => Convergence.Gap(_world.Api, _world.Entries, implementationReady: null, gatewayAddress: null);
}
