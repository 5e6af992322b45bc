using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.TestServers;

namespace ApiBridge.Reconciliation.Tests;

/// <summary>Two APIs of one name, in two namespaces, on a gateway for all of them: each has an entry of its own.</summary>
public sealed class NamesakeTests
{
    private readonly World _shared = new() { Gateway = new() { Endpoint = "gateway:8080", EntryName = TestEntries.SharedName } };

    [Fact]
    public async Task EachHasAnEntryOfItsOwn()
    {
        await RegisterBothAsync();

        Assert.Equal(["mall.orders at /mall", "shop.orders at /orders/v4"], Entries());
        Assert.Equal(ConditionReasons.Accepted, ReasonOf("shop"));
        Assert.Equal(ConditionReasons.Accepted, ReasonOf("mall"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheDeletionOfOneLeavesTheOthersEntry(bool isForced)
    {
        await RegisterBothAsync();
        var gone = _shared.Cluster.Get("orders", "mall");
        _shared.Cluster.Delete("orders", "mall");
        if (isForced)
        {
            _shared.Cluster.Strip("orders", "mall");
        }

        await _shared.Worker.HandleAsync(World.EventOf(gone, EventReason.Deleted), dequeueCount: 2);
        await _shared.SettleAsync();

        Assert.Equal(["shop.orders at /orders/v4"], Entries());
        Assert.Equal("shop", Assert.Single(_shared.Cluster.All).Key.Namespace);
    }

    [Fact]
    public async Task ARemovalThatStallsHitsNobodyElse()
    {
        var gone = await _shared.RegisterAsync();
        _shared.Cluster.Strip("orders");
        var (stale, gate, atGate) = _shared.HoldAt("remove");
        var late = stale.HandleAsync(World.EventOf(gone, EventReason.Deleted));
        await atGate;
        await _shared.RegisterAsync(ns: "mall");

        gate.SetResult();
        await late;
        await _shared.SettleAsync();

        Assert.Equal(["mall.orders at /orders/v4"], Entries());
    }

    private async Task RegisterBothAsync()
    {
        await _shared.RegisterAsync();
        await _shared.RegisterAsync(ns: "mall", spec: World.Spec.Replace("/orders/v4", "/mall", StringComparison.Ordinal));
    }

    private IEnumerable<string> Entries() => _shared.Apig.Registered.Select(held => $"{held.Name} at {held.Path}").Order(StringComparer.Ordinal);

    private string? ReasonOf(string ns) => _shared.Cluster.Get("orders", ns).Status.Condition(ConditionTypes.Registered)?.Reason;
}
