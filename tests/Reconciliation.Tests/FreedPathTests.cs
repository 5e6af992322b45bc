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
    public async Task TheYoungerTakesThePathAtOnceWhenTheOlderGoes()
    {
        await RegisterBothAsync();
        _world.Cluster.Delete("orders");

        await _world.HandleAsync(_world.Api);
        await _world.SettleAsync();

        AssertTheYoungerTookOver();
    }

    [Fact]
    public async Task TheYoungerTakesThePathAtOnceWhenTheOlderIsForceDeleted()
    {
        await RegisterBothAsync();
        var gone = _world.Api;
        _world.Cluster.Strip("orders");

        await _world.HandleAsync(gone, EventReason.Deleted);
        await _world.SettleAsync();

        AssertTheYoungerTookOver();
    }

    [Fact]
    public async Task TheYoungerTakesThePathAtOnceWhenTheOlderMoves()
    {
        await RegisterBothAsync();
        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/other");

        await _world.HandleAsync(_world.Api);
        await _world.SettleAsync();

        Assert.Equal(["/orders/v4", "/other"], _world.Apig.Registered.Select(registration => registration.Path).Order());
        _world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted, "returns");
    }

    [Fact]
    public async Task OnlyTheOldestOfThoseThatWaitIsWoken()
    {
        await RegisterBothAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await _world.RegisterAsync("youngest");
        _world.Cluster.Delete("orders");

        await _world.HandleAsync(_world.Api);

        Assert.Equal("returns", Assert.Single(_world.Retries).Event.Key.Name);
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
