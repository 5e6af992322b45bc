using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>An API whose labels leave the selector is removed from the gateway and released, as if it were deleted, by whoever adopted it.</summary>
public sealed class LeavingScopeTests
{
    private const string Selector = "tier=gold";
    private readonly World _world = WorldOf(Selector);

    [Theory]
    [InlineData(false, EventReason.Changed)]
    [InlineData(false, EventReason.Deleted)]
    [InlineData(true, EventReason.Resync)]
    public async Task AnApiThatLeavesByItsLabelsIsRemovedAndReleased(bool hasStatus, EventReason reason)
    {
        var world = WorldOf(Selector, hasStatus);
        world.Network.ReadyServices.Add("orders");
        var registered = await RegisterAsync(world);
        Assert.Equal(Selector, registered.AdoptedBy);
        Relabel(world, "iron");

        await world.HandleAsync(world.Api, reason);

        Assert.Empty(world.Apig.Registered);
        AssertReleased(world.Api);
        world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.OutOfScope);
        Assert.Contains("LabelSelector", world.Api.Status.Condition(ConditionTypes.Registered)!.Message, StringComparison.Ordinal);
        Assert.Null(world.Api.Status.Registration);
        Assert.Empty(world.Api.Status.Url);
        Assert.True(world.Api.Status.Ready);
        Assert.True(string.IsNullOrEmpty(world.Component.Entries[world.Api.Key.Uid].Url));
        Assert.Empty(world.Retries);
        Assert.Empty(world.Worker.Store.Warnings);
    }

    [Fact]
    public async Task ItIsRegisteredAnewWhenItsLabelsComeBack()
    {
        await RegisterAsync(_world);
        Relabel(_world, "iron");
        await _world.HandleAsync(_world.Api);
        Relabel(_world, "gold");

        await _world.HandleAsync(_world.Api);

        Assert.Equal(["orders at /orders/v4"], _world.Apig.Entries);
        Assert.True(_world.Api.HasFinalizer);
        Assert.Equal(Selector, _world.Api.AdoptedBy);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
    }

    [Fact]
    public async Task WhatAnEarlierObjectOfTheNameLeftIsRemovedThoughTheOneThatIsThereLeftTheScopeBeforeItWasAdopted()
    {
        var earlier = await RegisterAsync(_world);
        _world.Cluster.Delete("orders");
        _world.Cluster.Strip("orders");
        _world.Create();
        Relabel(_world, "iron");

        await _world.HandleAsync(earlier, EventReason.Deleted);

        Assert.Empty(_world.Apig.Registered);
        Assert.False(_world.Api.HasFinalizer);
        Assert.Empty(_world.Retries);
    }

    [Fact]
    public async Task OneThatIsPausedLeavesAllTheSameAndSaysNoMoreThatItIsPaused()
    {
        await RegisterAsync(_world);
        Pause(_world);
        await _world.HandleAsync(_world.Api);
        Assert.NotNull(_world.Api.Status.PausedSince);
        Relabel(_world, "iron");

        await _world.HandleAsync(_world.Api);

        Assert.Empty(_world.Apig.Registered);
        AssertReleased(_world.Api);
        Assert.Null(_world.Api.Status.PausedSince);
    }

    [Fact]
    public async Task OneThatIsPausedIsMarkedWithTheSelectorThatItIsUnderNow()
    {
        var world = WorldOf(string.Empty);
        await RegisterAsync(world);
        Pause(world);
        var changed = Sharing(world, Selector);

        await changed.HandleAsync(changed.Api);

        Assert.Equal(Selector, changed.Api.AdoptedBy);
        Assert.True(changed.Api.HasFinalizer);
        Assert.NotNull(changed.Api.Status.PausedSince);
    }

    [Fact]
    public async Task WhatWasReleasedIsDeletedAtOnceAndLookedAtInVain()
    {
        await RegisterAsync(_world);
        Relabel(_world, "iron");
        await _world.HandleAsync(_world.Api);
        var (calls, writes) = (_world.Apig.Calls.Count, _world.Writes);

        await _world.HandleAsync(_world.Api);
        await _world.HandleAsync(_world.Api, EventReason.Deleted);
        _world.Cluster.Delete("orders");

        Assert.Equal((calls, writes), (_world.Apig.Calls.Count, _world.Writes));
        Assert.Empty(_world.Cluster.All);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tier=iron")]
    public async Task AnApiThatAnotherInstallationAdoptedIsLeftAlone(string adoptedBy)
    {
        await RegisterAsync(_world);
        _world.Cluster.Change("orders", json => json["metadata"]!["annotations"]![ExposedApi.ScopeAnnotation] = adoptedBy);
        Relabel(_world, "iron");
        var (calls, writes) = (_world.Apig.Calls.Count, _world.Writes);

        await _world.HandleAsync(_world.Api);
        await _world.HandleAsync(_world.Api, EventReason.Deleted);
        _world.Cluster.Delete("orders");
        await _world.HandleAsync(_world.Api);

        Assert.Equal((calls, writes), (_world.Apig.Calls.Count, _world.Writes));
        Assert.True(_world.Api.HasFinalizer);
    }

    [Fact]
    public async Task AnApiThatIsDeletedAfterItLeftIsReleasedByWhoAdoptedIt()
    {
        await RegisterAsync(_world);
        Relabel(_world, "iron");
        _world.Cluster.Delete("orders");

        await _world.HandleAsync(_world.Api);

        Assert.Empty(_world.Cluster.All);
        Assert.Empty(_world.Apig.Registered);
    }

    [Fact]
    public async Task OneThatEntersAnotherInstallationsScopeEndsRegisteredThereWhoeverComesFirst()
    {
        var other = new Worker(Sharing(_world, "tier=iron"));
        await RegisterAsync(_world);
        Relabel(_world, "iron");

        await other.HandleAsync(World.EventOf(_world.Api));
        Assert.Equal("tier=iron", _world.Api.AdoptedBy);
        await _world.HandleAsync(_world.Api);
        Assert.Equal(["orders at /orders/v4"], _world.Apig.Entries);

        Relabel(_world, "gold");
        await other.HandleAsync(World.EventOf(_world.Api));
        Assert.Empty(_world.Apig.Entries);
        await _world.HandleAsync(_world.Api);
        Assert.Equal((Selector, true), (_world.Api.AdoptedBy, _world.Api.HasFinalizer));
        Assert.Equal(["orders at /orders/v4"], _world.Apig.Entries);
    }

    [Fact]
    public async Task OneThatAnotherAdoptsWhileItIsRemovedIsInDoubtForThatOne()
    {
        var other = new Worker(Sharing(_world, "tier=iron"));
        await RegisterAsync(_world);
        Relabel(_world, "iron");
        _world.Worker.Steps.OnceAsync("remove", () => other.HandleAsync(World.EventOf(_world.Api)));

        await _world.HandleAsync(_world.Api);
        Assert.NotNull(_world.Api.Status.UnansweredAt);
        await other.HandleAsync(World.EventOf(_world.Api));

        Assert.Equal("tier=iron", _world.Api.AdoptedBy);
        Assert.Equal(["orders at /orders/v4"], _world.Apig.Entries);
        Assert.Null(_world.Api.Status.UnansweredAt);
    }

    [Fact]
    public async Task LabelsThatChangeWhileItIsRegisteredLeaveNothingBehind()
    {
        _world.Create();
        Relabel(_world, "gold");
        _world.Worker.Steps.Once("create done", () => Relabel(_world, "iron"));

        await _world.HandleAsync(_world.Api);

        Assert.Empty(_world.Apig.Entries);
        AssertReleased(_world.Api);
    }

    [Fact]
    public async Task AnUnavailableGatewayIsWaitedFor()
    {
        await RegisterAsync(_world);
        Relabel(_world, "iron");
        _world.Apig.Faults = _ => GatewayFault.BeforeEffect;

        await _world.HandleAsync(_world.Api);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.RemovalFailed);
        Assert.True(_world.Api.HasFinalizer);

        _world.Apig.Faults = null;
        await _world.DeliverRetriesAsync();
        Assert.Empty(_world.Apig.Entries);
        AssertReleased(_world.Api);
    }

    [Fact]
    public async Task AStrippedFinalizerHidesNothing()
    {
        await RegisterAsync(_world);
        Relabel(_world, "iron");
        _world.Cluster.Change("orders", json => json["metadata"]!["finalizers"]!.AsArray().Clear());

        await _world.HandleAsync(_world.Api);

        Assert.Empty(_world.Apig.Entries);
        AssertReleased(_world.Api);
    }

    [Fact]
    public async Task WhatAReplacementMadeForgetIsRemovedWhenTheBridgeTellsThatItIsGone()
    {
        var before = await RegisterAsync(_world);
        Relabel(_world, "iron");
        _world.Cluster.Change("orders", json => (json["metadata"]!["finalizers"], json["metadata"]!["annotations"]) = (null, null));

        await _world.Worker.HandleAsync(World.EventOf(before, EventReason.Deleted));

        Assert.Empty(_world.Apig.Entries);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.OutOfScope);
    }

    [Fact]
    public async Task WithoutASelectorNothingIsWrittenDownOfOne()
    {
        var world = new World();

        await world.RegisterAsync();

        Assert.Empty(world.Api.AdoptedBy);
    }

    [Fact]
    public async Task AnElderThatLeavesHoldsItsPathUntilItIsReleased()
    {
        await RegisterAsync(_world);
        Relabel(_world, "iron");
        var elder = _world.Api;
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        var younger = _world.Create("younger");
        Relabel(_world, "gold", "younger");

        await _world.Worker.HandleAsync(World.EventOf(younger) with { Blocker = elder.Key, Holder = elder.Key });
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.PathConflict, "younger");

        await _world.HandleAsync(_world.Api);
        await _world.Worker.HandleAsync(World.EventOf(_world.Cluster.Get("younger")));
        Assert.Equal(["younger at /orders/v4"], _world.Apig.Entries);
    }

    [Theory]
    [InlineData("tier=silver", "shop")]
    [InlineData("", "other")]
    public async Task WhatAChangedSettingLeftIsReleasedWhereSomebodyAsksForIt(string selector, string ns)
    {
        await RegisterAsync(_world);
        var changed = Sharing(_world, selector);
        changed.Scope.Namespaces = ns;
        var worker = new Worker(changed);

        if (ns == "shop")
        {
            await worker.HandleAsync(World.EventOf(_world.Api));
            Assert.True(_world.Api.HasFinalizer);
        }

        await worker.HandleAsync(World.EventOf(_world.Api) with { Leaving = true });

        Assert.Empty(_world.Apig.Entries);
        AssertReleased(_world.Api);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.OutOfScope);
        Assert.Contains(ns == "shop" ? "LabelSelector" : "namespace shop", _world.Api.Status.Condition(ConditionTypes.Registered)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskingForAReleaseReleasesNothingThatIsInScope()
    {
        await RegisterAsync(_world);

        await _world.Worker.HandleAsync(World.EventOf(_world.Api) with { Leaving = true });

        Assert.Equal(["orders at /orders/v4"], _world.Apig.Entries);
        Assert.True(_world.Api.HasFinalizer);
    }

    [Theory]
    [InlineData(EventReason.Changed)]
    [InlineData(EventReason.Deleted)]
    public async Task AskingForAReleaseDoesNothingForWhatIsGoneOrNotHeldOutOfScope(EventReason reason)
    {
        var changed = WorldOf(string.Empty);
        changed.Scope.Namespaces = "other";
        var api = changed.Create();
        changed.Apig.Put("orders", "/orders/v4");

        await changed.Worker.HandleAsync(World.EventOf(api, reason) with { Leaving = true, InDoubt = true });
        changed.Cluster.Delete("orders");
        await changed.Worker.HandleAsync(World.EventOf(api, reason) with { Leaving = true, InDoubt = true });

        Assert.Empty(changed.Apig.Calls);
        Assert.Equal(0, changed.Writes);
        Assert.Empty(changed.Retries);
    }

    private static async Task<ExposedApi> RegisterAsync(World world)
    {
        world.Create();
        Relabel(world, "gold");
        await world.HandleAsync(world.Api);
        return world.Api;
    }

    private static void Relabel(World world, string tier, string name = "orders") =>
        world.Cluster.Change(name, json => json["metadata"]!["labels"]!["tier"] = tier);

    private static void Pause(World world) => world.Cluster.Change("orders", json =>
    {
        var metadata = json["metadata"]!.AsObject();
        metadata["annotations"] ??= new JsonObject();
        metadata["annotations"]![ExposedApi.PausedAnnotation] = "true";
    });

    private static void AssertReleased(ExposedApi api)
    {
        Assert.False(api.HasFinalizer);
        Assert.Empty(api.AdoptedBy);
    }

    private static World WorldOf(string selector, bool hasStatus = false)
    {
        var world = new World { HasStatus = hasStatus };
        world.Scope.LabelSelector = selector;
        return world;
    }

    // Another installation on the same cluster and gateway.
    private static World Sharing(World world, string selector)
    {
        var other = world.Beside();
        other.Scope.LabelSelector = selector;
        return other;
    }
}
