using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>What a worker reads of ExposedAPIs: by name, its own and those in its way, and never a list.</summary>
public sealed class RequestFigureTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnApiWhoseMessageNamesNobodyIsReadAlone(bool isRegistered)
    {
        var pair = Pair.Create(elderPath: "/elsewhere");
        if (isRegistered)
        {
            await pair.SendAsync();
            pair.World.Worker.Store.Reads.Clear();
        }

        await pair.World.Worker.HandleAsync(pair.Naming());

        AssertRead(pair, "shop/orders");
        Assert.Equal(ConditionReasons.Accepted, pair.YoungerReason);
    }

    [Fact]
    public async Task AMoveADeletionAndAnOrphanTakeNoListEither()
    {
        var pair = await Pair.ApartAsync();
        pair.World.Worker.Store.Reads.Clear();
        pair.Move("orders", "/new");
        await pair.World.Worker.HandleAsync(pair.Naming());
        AssertRead(pair, "shop/orders");
        var last = pair.Younger;
        pair.World.Cluster.Delete("orders");

        await pair.World.Worker.HandleAsync(pair.Naming());
        await pair.World.HandleAsync(last, EventReason.Deleted);

        // Who was gone is read once more after its entry was removed.
        AssertRead(pair, "shop/orders", "shop/orders", "shop/orders", "shop/orders");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnElderIsReadOnceThoughItIsNamedInBothRoles(bool isInTheWay)
    {
        var pair = Pair.Create(elderPath: isInTheWay ? Pair.Path : "/elsewhere");

        await pair.World.Worker.HandleAsync(pair.Naming(blocker: pair.Elder.Key, holder: pair.Elder.Key));

        AssertRead(pair, "shop/orders", "shop/elder");
    }

    [Fact]
    public async Task AHolderReadsTheHolderAlone()
    {
        var pair = await Pair.BothHoldAsync();
        pair.World.Worker.Store.Reads.Clear();

        await pair.World.Worker.HandleAsync(pair.Naming(blocker: new("shop", "gone", "uid-9"), holder: pair.Elder.Key));

        AssertRead(pair, "shop/orders", "shop/elder");
    }

    [Fact]
    public async Task ABlockerThatBlocksIsEnough()
    {
        var pair = Pair.Create();

        await pair.World.Worker.HandleAsync(pair.Naming(blocker: pair.Elder.Key, holder: new("shop", "gone", "uid-9")));

        AssertRead(pair, "shop/orders", "shop/elder");
    }

    private static void AssertRead(Pair pair, params string[] reads)
    {
        Assert.Equal(reads, pair.World.Worker.Store.Reads);
        Assert.Equal(0, pair.World.Worker.Store.Lists);
    }
}
