namespace ApiBridge.Domain.Tests;

public sealed class GatewayEntriesTests
{
    private const string Gateway = "gateway:8080";
    private static readonly ObjectKey Orders = new("ns2", "orders", "u-1");

    // Its name is that of the entry of ns1/b today.
    private static readonly ObjectKey Dotted = new("ns2", "ns1.b", "u-2");

    [Fact]
    public void AnEntryIsComputedFromTheKeyAlone() => Assert.Equal(new GatewayEntry(Gateway, "ns2.orders"), Shared().Of(Orders));

    [Fact]
    public void AFormerNameThatTodaysNamesCouldGiveAnotherObjectIsNeverUsed()
    {
        Assert.True(Shared().IsFormerName(Orders, "orders"));
        Assert.False(Shared().IsFormerName(Dotted, "ns1.b"));
        Assert.False(Shared().MayRemove(Dotted, new(Gateway, "ns1.b")));
    }

    [Fact]
    public void OnTheGatewayOfOneNamespaceOnlyItsOwnObjectsCount()
    {
        var entries = new GatewayEntries(
            ns => $"gateway.{ns}", static (_, _) => false, static _ => null, new("{namespace}.{name}", string.Empty), [new("{name}", string.Empty)], isShared: false);

        Assert.True(entries.IsFormerName(Dotted, "ns1.b"));
        Assert.False(entries.IsFormerName(new("ns2", "ns2.b", "u-3"), "ns2.b"));
    }

    [Theory]
    [InlineData("ns2.orders", false, true)]
    [InlineData("orders", true, true)]
    [InlineData("old-ns2-orders", true, true)]
    [InlineData("ns1.orders", false, false)]
    [InlineData("other", false, false)]
    public void ANameCountsThatATemplateGivesForTheKey(string name, bool isFormer, bool isOwnOrFormer) =>
        Assert.Equal((isFormer, isOwnOrFormer), (Shared().IsFormerName(Orders, name), Shared().WasNameOf(Orders, name)));

    [Theory]
    [InlineData(Gateway, "orders", true)]
    [InlineData(Gateway, "ns2.orders", false)]
    [InlineData("former:1", "orders", true)]
    [InlineData("former:1", "ns2.orders", true)]
    [InlineData("former:1", "other", false)]
    [InlineData("elsewhere:1", "orders", false)]
    public void OnlyWhatAnObjectHadBeforeMayBeRemoved(string gateway, string name, bool expected) =>
        Assert.Equal(expected, Shared().MayRemove(Orders, new(gateway, name)));

    // As after a move from one gateway for all to one a namespace: one of them may be where the former one was.
    [Theory]
    [InlineData("gateway.ns1", false)]
    [InlineData("former:1", true)]
    public void OnAGatewayThatIsAnotherNamespacesTodayNothingIsRemovedThatCouldBeItsOwn(string gateway, bool expected)
    {
        var entries = new GatewayEntries(
            ns => $"gateway.{ns}", static (_, _) => true, static authority => authority == "gateway.ns1" ? "ns1" : null, new("{name}", string.Empty), [], isShared: false);

        Assert.Equal(expected, entries.MayRemove(Orders, new(gateway, "orders")));
    }

    private static GatewayEntries Shared() => new(
        static _ => Gateway,
        static (authority, _) => authority == "former:1",
        static _ => null,
        new("{namespace}.{name}", string.Empty),
        [new("{name}", string.Empty), new("old-{namespace}-{name}", string.Empty)],
        isShared: true);
}
