using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>Two APIs that claim the same path, each sent what the bridge sends.</summary>
public sealed class RivalTests
{
    private readonly World _world = new();

    [Fact]
    public async Task TheOlderWinsAndTheYoungerIsToldSo()
    {
        await _world.RegisterAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(1));

        var younger = await _world.RegisterAsync("returns");

        AssertTheYoungerYielded();
        Assert.Contains("shop/orders", younger.Status.Condition(ConditionTypes.Registered)!.Message, StringComparison.Ordinal);
        Assert.Empty(younger.Status.Url);
        Assert.Empty(_world.Retries);
    }

    [Fact]
    public async Task AYoungerHolderYieldsOnceAnElderHoldsThePathToo()
    {
        await RegisterTheOlderElsewhereAsync();
        await _world.RegisterAsync("returns");

        await TheOlderTakesThePathAsync();
        await _world.SettleAsync();

        AssertTheYoungerYielded();
        Assert.Null(_world.Cluster.Get("returns").Status.Registration);
        Assert.Null(_world.Component.Entries[_world.Cluster.Get("returns").Key.Uid].Url);
    }

    [Fact]
    public async Task AYoungerHolderThatIsSentForWhileTheApiServerIsDownYieldsLater()
    {
        await RegisterTheOlderElsewhereAsync();
        var younger = await _world.RegisterAsync("returns");
        await TheOlderTakesThePathAsync();
        _world.Worker.Store.IsDown = true;
        await _world.HandleAsync(younger);
        Assert.Equal("orders", Assert.Single(_world.Retries).Event.Holder?.Name);

        _world.Worker.Store.IsDown = false;
        await _world.DeliverRetriesAsync();

        AssertTheYoungerYielded();
    }

    [Fact]
    public async Task AYoungerApiThatIsAboutToRegisterWhenTheOlderTakesThePathYieldsToo()
    {
        await RegisterTheOlderElsewhereAsync();
        var younger = _world.Create("returns");
        var worker = new Worker(_world);
        worker.Steps.OnceAsync("create", TheOlderTakesThePathAsync);

        await worker.HandleAsync(_world.MessageFor(younger));
        await _world.SettleAsync();

        AssertTheYoungerYielded();
    }

    [Fact]
    public async Task AYoungerApiThatYieldsWhileItIsRegisteredByAnotherWorkerStaysAway()
    {
        await RegisterTheOlderElsewhereAsync();
        var younger = _world.Create("returns");
        var worker = new Worker(_world);
        worker.Steps.OnceAsync("create", async () =>
        {
            await TheOlderTakesThePathAsync();
            await _world.SettleAsync();
        });

        await worker.HandleAsync(_world.MessageFor(younger));
        await _world.SettleAsync();

        AssertTheYoungerYielded();
    }

    [Fact]
    public async Task AYoungerApiThatYieldsWhileAStaleWorkerFindsItRegisteredByAnotherStaysAway()
    {
        await RegisterTheOlderElsewhereAsync();
        var younger = _world.Create("returns");
        var (stale, staleGate, aboutToCreate) = _world.HoldAt("create");
        var creation = stale.HandleAsync(_world.MessageFor(younger));
        await aboutToCreate;
        await _world.HandleAsync(younger);

        await YieldAroundAsync(staleGate, creation);

        AssertTheYoungerYielded();
    }

    [Fact]
    public async Task AYoungerApiThatYieldsWhileAStaleWorkerRegistersItOnceMoreStaysAway()
    {
        await RegisterTheOlderElsewhereAsync();
        var younger = await _world.RegisterAsync("returns");
        var (stale, staleGate, aboutToCreate) = _world.HoldAt("create");
        var creation = stale.HandleAsync(_world.MessageFor(younger), dequeueCount: 2);
        await aboutToCreate;

        await YieldAroundAsync(staleGate, creation);

        AssertTheYoungerYielded();
    }

    [Fact]
    public async Task AnOlderApiThatLeavesItsPathAndComesBackBeforeAnybodyLooksKeepsIt()
    {
        await _world.RegisterAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/other");
        await _world.RegisterAsync("returns");

        await TheOlderTakesThePathAsync();
        await _world.SettleAsync();

        AssertTheYoungerYielded();
    }

    [Fact]
    public async Task AYoungerApiThatTakesThePathBackWhileTheOlderReturnsYieldsAgain()
    {
        var worker = await AWorkerThatTheOlderOvertakesAsync();

        await worker.HandleAsync(_world.MessageFor(_world.Cluster.Get("returns"), EventReason.Resync));
        await _world.SettleAsync();

        AssertTheYoungerYielded();
    }

    [Fact]
    public async Task InNamespacesWithGatewaysOfTheirOwnThePathIsFree()
    {
        await _world.RegisterAsync();
        var other = await _world.RegisterAsync(ns: "mall");

        Assert.Equal(ConditionStatus.True, other.Status.Condition(ConditionTypes.Registered)!.Status);
    }

    [Fact]
    public async Task YieldingAgainAfterARemovalThatWasNotAnsweredDoesNotNeedTheGatewaysConsent()
    {
        await RegisterTheOlderElsewhereAsync();
        var younger = await _world.RegisterAsync("returns");
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v4");
        _world.Apig.RefuseToRemoveTheUnknown();
        _world.Apig.Faults = _ => GatewayFault.AfterEffect;
        await _world.HandleAsync(younger);

        _world.Apig.Faults = null;
        await _world.SettleAsync();

        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.PathConflict, "returns");
        Assert.Null(_world.Cluster.Get("returns").Status.Registration);
    }

    [Fact]
    public async Task AnOlderApiTakesItsPathFromAYoungerOneWhoseSpecWentWrong()
    {
        await RegisterTheOlderElsewhereAsync();
        await _world.RegisterAsync("returns");
        _world.Cluster.ChangeSpec("returns", spec => spec["path"] = "wrong");
        await _world.HandleAsync(_world.Cluster.Get("returns"));

        await TheOlderTakesThePathAsync();
        await _world.SettleAsync();

        Assert.Equal("orders", Assert.Single(_world.Apig.Registered).Name);
        Assert.Null(_world.Cluster.Get("returns").Status.Registration);
    }

    [Fact]
    public async Task YieldingWhatWasNeverRegisteredDoesNotNeedTheGatewaysConsent()
    {
        await _world.RegisterAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        var younger = _world.Create("returns");
        _world.Apig.RefuseToRemoveTheUnknown();

        await _world.Worker.HandleAsync(_world.MessageFor(younger), dequeueCount: 2);

        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.PathConflict, "returns");
    }

    // The younger may have the path then.
    private async Task RegisterTheOlderElsewhereAsync()
    {
        _world.Create();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/other");
        await _world.HandleAsync(_world.Api);
        _world.Time.Advance(TimeSpan.FromMinutes(1));
    }

    // The younger may have the path, which the older has left, and the older takes it back while the worker creates.
    private async Task<Worker> AWorkerThatTheOlderOvertakesAsync()
    {
        await _world.RegisterAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await _world.RegisterAsync("returns");
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/other");
        await _world.HandleAsync(_world.Api);
        var worker = new Worker(_world);
        worker.Steps.OnceAsync("create", TheOlderTakesThePathAsync);
        return worker;
    }

    private Task TheOlderTakesThePathAsync()
    {
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v4");
        return _world.HandleAsync(_world.Api);
    }

    // A stale worker creates the younger one after another removed it, and is done before the other records that.
    private async Task YieldAroundAsync(TaskCompletionSource staleGate, Task creation)
    {
        await TheOlderTakesThePathAsync();
        var (yielding, yieldGate, removed) = _world.HoldAt("remove done");
        var yield = yielding.HandleAsync(_world.MessageFor(_world.Cluster.Get("returns")));
        await removed;
        staleGate.SetResult();
        await creation;
        yieldGate.SetResult();
        await yield;
        await _world.SettleAsync();
    }

    private void AssertTheYoungerYielded()
    {
        Assert.Equal("orders", Assert.Single(_world.Apig.Registered).Name);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.PathConflict, "returns");
    }
}
