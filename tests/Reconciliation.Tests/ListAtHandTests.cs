using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>Who may do without a list of all APIs because one at hand shows it alone.</summary>
public sealed class ListAtHandTests
{
    private readonly World _world = new();

    [Fact]
    public async Task ANewApiThatIsShownAloneIsRegisteredWithoutAList()
    {
        _world.Worker.Store.ShowsAlone = true;

        await _world.RegisterAsync();

        Assert.Equal(0, _world.Worker.Store.Lists);
        Assert.Equal("/orders/v4", Assert.Single(_world.Apig.Registered).Path);
    }

    [Fact]
    public async Task ANewApiThatIsNotShownAloneHasItsRivalsLookedFor()
    {
        await _world.RegisterAsync();

        Assert.Equal(1, _world.Worker.Store.Lists);
    }

    [Fact]
    public async Task AnApiWithARecordHasItsRivalsLookedForAllTheSame()
    {
        await _world.RegisterAsync();
        _world.Worker.Store.ShowsAlone = true;

        _world.Cluster.ChangeSpec("orders", spec => spec["path"] = "/orders/v5");
        await _world.HandleAsync(_world.Api);

        // One at first, one for the rivals on the new path, one for those who wait for the old.
        Assert.Equal(3, _world.Worker.Store.Lists);
    }

    [Theory]
    [InlineData(EventReason.Changed, 2)]
    [InlineData(EventReason.Contested, 1)]
    public async Task AnApiWhoseGatewayIsInDoubtHasItsRivalsLookedForAllTheSame(EventReason reason, long dequeueCount)
    {
        _world.Worker.Store.ShowsAlone = true;

        await _world.Worker.HandleAsync(World.EventOf(_world.Create(), reason), dequeueCount);

        Assert.Equal(1, _world.Worker.Store.Lists);
    }
}
