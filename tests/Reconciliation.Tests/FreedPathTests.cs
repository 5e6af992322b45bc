using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>A younger API that waits for the path of an older one, which leaves it.</summary>
public sealed class FreedPathTests
{
    private readonly World _world = new();

    [Fact]
    public async Task TheYoungerTakesThePathAtItsNextLookAfterTheOlderWent()
    {
        await RegisterBothAsync();
        _world.Cluster.Delete("orders");
        await _world.HandleAsync(_world.Api);

        await _world.HandleAsync(_world.Cluster.Get("returns"), EventReason.Resync);

        AssertTheYoungerTookOver();
    }

    [Fact]
    public async Task TheYoungerTakesThePathWhenTheOlderGoes()
    {
        await RegisterBothAsync();
        _world.Cluster.Delete("orders");

        await _world.HandleAsync(_world.Api);
        await _world.SettleAsync();

        AssertTheYoungerTookOver();
    }

    [Fact]
    public async Task TheYoungerTakesThePathWhenTheOlderIsForceDeleted()
    {
        await RegisterBothAsync();
        var gone = _world.Api;
        _world.Cluster.Strip("orders");

        await _world.HandleAsync(gone, EventReason.Deleted);
        await _world.SettleAsync();

        AssertTheYoungerTookOver();
    }

    [Fact]
    public async Task TheYoungerTakesThePathWhenTheOlderMoves()
    {
        await RegisterBothAsync();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/other");

        await _world.HandleAsync(_world.Api);
        await _world.SettleAsync();

        Assert.Equal(["/orders/v4", "/other"], _world.Apig.Registered.Select(registration => registration.Path).Order());
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted, "returns");
    }

    [Fact]
    public async Task OnlyTheOldestOfThoseThatWaitTakesThePath()
    {
        await RegisterBothAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await _world.RegisterAsync("youngest");
        _world.Cluster.Delete("orders");

        await _world.HandleAsync(_world.Api);
        await _world.SettleAsync();

        AssertTheYoungerTookOver();
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.False, ConditionReasons.PathConflict, "youngest");
        Assert.Equal("returns", _world.Cluster.Get("youngest").Status.YieldsTo?.Name);
    }

    /// <summary>A message that names nobody, as a retry: who waits reads for whom it says that it does.</summary>
    [Fact]
    public async Task TheYoungerTakesThePathByAMessageThatNamesNobodyOnceTheOneItWaitedForIsGone()
    {
        await RegisterBothAsync();
        await _world.Worker.HandleAsync(World.EventOf(_world.Cluster.Get("returns"), EventReason.Retry));
        Assert.Equal("orders", Assert.Single(_world.Apig.Registered).Name);
        _world.Cluster.Delete("orders");
        await _world.HandleAsync(_world.Api);

        await _world.Worker.HandleAsync(World.EventOf(_world.Cluster.Get("returns"), EventReason.Retry));

        AssertTheYoungerTookOver();
        Assert.Null(_world.Cluster.Get("returns").Status.YieldsTo);
    }

    private async Task RegisterBothAsync()
    {
        await _world.RegisterAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await _world.RegisterAsync("returns");
    }

    private void AssertTheYoungerTookOver()
    {
        Assert.Equal("returns", Assert.Single(_world.Apig.Registered).Name);
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted, "returns");
    }
}
