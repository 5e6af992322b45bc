using System.Text.Json;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Dependents;

namespace ApiBridge.EventBridge.Tests.Dependents;

public sealed class ComponentIndexTests
{
    private static readonly ComponentName Shop = new("components", "shop");
    private readonly ComponentIndex _index = new();

    [Theory]
    [InlineData("""{"coreAPIs":[null,7,"x",[],{},{"uid":7},{"uid":""},{"uid":"u1","ready":true}]}""")]
    [InlineData("""{"coreAPIs":"none","managementAPIs":null,"securityAPIs":[{"uid":"u1","ready":true},{"uid":"u1","ready":false}]}""")]
    [InlineData("""{"coreAPIs":[{"uid":"u1","ready":true}],"managementAPIs":[{"uid":"u1","ready":false}]}""")]
    public void WhatIsNoEntryIsPassedOverAndOfTwoTheFirstCounts(string status)
    {
        _index.Replaced([Read(status)], @namespace: null);

        Assert.Equal(new EntryFinding(IsKnown: true, HasComponent: true, EntryContent.Of(JsonElement.Parse("""{"ready":true}"""))), _index.Find(Shop, "u1"));
        Assert.Null(_index.Find(Shop, "u2").Content);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("""{"coreAPIs":{}}""")]
    public void AComponentWithoutListsHasNoEntries(string status)
    {
        _index.Replaced([Read(status)], @namespace: null);

        Assert.Equal(new EntryFinding(IsKnown: true, HasComponent: true, Content: null), _index.Find(Shop, "u1"));
    }

    [Fact]
    public void NothingIsKnownBeforeTheNamespaceWasListed()
    {
        _index.Replaced([], "other");

        Assert.Equal(default, _index.Find(Shop, "u1"));
        _index.Replaced([], "components");
        Assert.Equal(new EntryFinding(IsKnown: true, HasComponent: false, Content: null), _index.Find(Shop, "u1"));
    }

    [Fact]
    public void AListOfOneNamespaceLeavesTheOthersAlone()
    {
        _index.Replaced([Read("""{"coreAPIs":[{"uid":"u1"}]}""")], "components");

        _index.Replaced([], "other");

        Assert.NotNull(_index.Find(Shop, "u1").Content);
        _index.Replaced([], "components");
        Assert.False(_index.Find(Shop, "u1").HasComponent);
        Assert.Equal(0, _index.Entries);
    }

    [Fact]
    public void AnEntryTakesFewBytes() => Assert.InRange(System.Runtime.CompilerServices.Unsafe.SizeOf<KnownEntry>(), 1, 32);

    private static ComponentSnapshot Read(string status) =>
        ComponentSnapshot.Read(JsonElement.Parse($$"""{"metadata":{"namespace":"components","name":"shop"},"status":{{status}}}"""));
}
