using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>A gateway that refuses to remove: what it holds is not forgotten, and what it does not hold is not waited for.</summary>
public sealed class RefusalTests
{
    private readonly World _world = new();

    [Theory]
    [InlineData("", false)]
    [InlineData("", true)]
    [InlineData("4712", false)]
    [InlineData("4712", true)]
    public async Task ARefusedRemovalLetsNoFinalizerGo(string codes, bool isUnansweredBefore)
    {
        var world = await DeletedAsync(codes);
        if (isUnansweredBefore)
        {
            world.Apig.Faults = _ => GatewayFault.BeforeEffect;
            await world.HandleAsync(world.Api);
            world.Apig.Faults = null;
        }

        world.Apig.Refuses = Locked;
        await world.HandleAsync(world.Api, EventReason.Resync);
        await world.DeliverRetriesAsync();

        Assert.True(world.Api.HasFinalizer);
        Assert.Equal(["orders at /orders/v4"], world.Apig.Entries);
        world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.RemovalFailed);
        Assert.Contains("4711: locked", world.Api.Status.Condition(ConditionTypes.Registered)!.Message, StringComparison.Ordinal);
        Assert.Equal("/orders/v4", world.Api.Status.Registration?.Path);

        world.Apig.Refuses = null;
        await world.HandleAsync(world.Api, EventReason.Resync);
        Assert.Empty(world.Cluster.All);
        Assert.Empty(world.Apig.Entries);
    }

    [Theory]
    [InlineData("")]
    [InlineData("4712")]
    public async Task ARefusedRemovalLetsNoFinalizerGoThoughNoEventCanBeWritten(string codes)
    {
        var world = await DeletedAsync(codes);
        world.Apig.Refuses = Locked;
        world.Worker.Steps.Always = step => step == "warn" ? throw new ClusterUnavailableException("no Events", new HttpRequestException("403")) : Task.CompletedTask;

        await world.HandleAsync(world.Api);
        await world.DeliverRetriesAsync();

        Assert.True(world.Api.HasFinalizer);
        world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.RemovalFailed);

        world.Apig.Refuses = null;
        await world.SettleAsync();
        Assert.Empty(world.Cluster.All);
        Assert.Empty(world.Apig.Entries);
    }

    [Theory]
    [InlineData("", "wrong")]
    [InlineData("4712", "wrong")]
    [InlineData("", "/orders/v5")]
    [InlineData("4712", "/orders/v5")]
    public async Task ASpecThatChangedBeforeTheDeletionLetsNoFinalizerGoEither(string codes, string path)
    {
        var world = await DeletedAsync(codes);
        world.Cluster.ChangeSpec("orders", spec => spec["path"] = path);
        world.Apig.Refuses = Locked;

        await world.HandleAsync(world.Api);

        Assert.True(world.Api.HasFinalizer);
        Assert.Equal(["orders at /orders/v4"], world.Apig.Entries);
    }

    [Theory]
    [InlineData(EventReason.Deleted)]
    [InlineData(EventReason.Retry)]
    public async Task ARefusedRemovalOfWhatIsGoneByForceIsComeBackTo(EventReason reason)
    {
        var last = await _world.RegisterAsync();
        _world.Cluster.Strip("orders");
        _world.Apig.Refuses = Locked;
        await _world.Worker.HandleAsync(World.EventOf(last, reason) with { LastRegistration = last.Status.Registration });
        Assert.Single(_world.Retries);

        _world.Apig.Refuses = null;
        await _world.SettleAsync();

        Assert.Empty(_world.Apig.Entries);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AGatewayThatLostItsStateBlocksNoDeletion(bool isSpecWrong)
    {
        await _world.RegisterAsync();
        LoseState();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = isSpecWrong ? "wrong" : "/orders/v4");
        _world.Cluster.Delete("orders");

        await _world.HandleAsync(_world.Api);

        Assert.Empty(_world.Cluster.All);
        Assert.Empty(_world.Apig.Entries);
        Assert.Empty(_world.Retries);
    }

    [Fact]
    public async Task AGatewayThatLostItsStateBlocksNoForcedDeletion()
    {
        var last = await _world.RegisterAsync();
        _world.Cluster.Strip("orders");
        LoseState();

        await _world.HandleAsync(last, EventReason.Deleted);

        Assert.Empty(_world.Retries);
        Assert.Empty(_world.Apig.Entries);
    }

    [Theory]
    [InlineData("")]
    [InlineData("4712")]
    public async Task AGatewayThatLostItsStateBlocksNoChangeOfThePath(string codes)
    {
        var world = new World { Client = new() { NotRegisteredCodes = codes } };
        await world.RegisterAsync();
        world.Apig.Clear();
        world.Apig.RefuseToRemoveTheUnknown();
        world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");

        await world.HandleAsync(world.Api);

        Assert.Equal(["orders at /orders/v5"], world.Apig.Entries);
        Assert.Equal("/orders/v5", world.Api.Status.Registration!.Path);
        Assert.Empty(world.Retries);
    }

    [Fact]
    public async Task AGatewayThatRefusesACreationAndTheRemovalAfterItHoldsNothing()
    {
        await _world.RegisterAsync();
        _world.Apig.Clear();
        _world.Cluster.Delete("orders");
        _world.Apig.Refuses = (_, _) => "no";

        await _world.HandleAsync(_world.Api);

        Assert.Empty(_world.Cluster.All);
    }

    [Fact]
    public async Task WhoWaitsForAPathHoldsNothingEvenIfTheGatewayRefusesFirst()
    {
        await _world.RegisterAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        var younger = await _world.RegisterAsync("returns", World.Spec.Replace("/orders/v4", "/returns", StringComparison.Ordinal));
        _world.Apig.Refuses = Locked;
        _world.Cluster.ChangeSpec("returns", spec => spec["path"] = "/orders/v4/");

        await _world.HandleAsync(_world.Cluster.Get("returns"));
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.RemovalFailed, "returns");
        Assert.Equal("/returns", _world.Cluster.Get("returns").Status.Registration!.Path);

        _world.Apig.Refuses = null;
        await _world.SettleAsync();
        Assert.Equal(["orders at /orders/v4"], _world.Apig.Entries);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.PathConflict, younger.Key.Name);
        Assert.Null(_world.Cluster.Get("returns").Status.Registration);
    }

    private static string? Locked(string operation, ApiRegistration registration) => operation == "remove" ? "locked" : null;

    private static async Task<World> DeletedAsync(string codes)
    {
        var world = new World { Client = new() { NotRegisteredCodes = codes } };
        await world.RegisterAsync();
        world.Cluster.Delete("orders");
        return world;
    }

    private void LoseState()
    {
        _world.Apig.Clear();
        _world.Apig.RefuseToRemoveTheUnknown();
    }
}
