using ApiBridge.Shared.Scope;

namespace ApiBridge.Shared.Tests.Scope;

public sealed class ObjectScopeTests
{
    private static readonly ObjectScope Scope = new(new ScopeOptions { Namespaces = "canvas-*", LabelSelector = "tier in (gold,silver)" });

    [Theory]
    [InlineData("canvas-a", "gold", true)]
    [InlineData("canvas-a", "iron", false)]
    [InlineData("other", "gold", false)]
    [InlineData("other", "iron", false)]
    public void AnObjectIsInScopeByItsNamespaceAndItsLabels(string ns, string tier, bool expected) =>
        Assert.Equal(expected, Scope.Includes(ns, new Dictionary<string, string>(StringComparer.Ordinal) { ["tier"] = tier }));

    [Theory]
    [InlineData("canvas-a", true)]
    [InlineData("other", false)]
    public void ANamespaceIsInScopeWhateverTheLabelsOfItsObjects(string ns, bool expected) => Assert.Equal(expected, Scope.Includes(ns));

    [Theory]
    [InlineData("canvas-a", "gold", "", ScopePlace.Inside)]
    [InlineData("canvas-a", "gold", "tier=iron", ScopePlace.Inside)]
    [InlineData("canvas-a", "iron", "tier in (gold,silver)", ScopePlace.Leaving)]
    [InlineData("canvas-a", "iron", "tier=iron", ScopePlace.Outside)]
    [InlineData("canvas-a", "iron", "", ScopePlace.Outside)]
    [InlineData("other", "gold", "tier in (gold,silver)", ScopePlace.Outside)]
    public void OnlyWhatWasAdoptedUnderTheSameSelectorLeaves(string ns, string tier, string adoptedBy, ScopePlace expected) =>
        Assert.Equal(expected, Scope.PlaceOf(ns, new Dictionary<string, string>(StringComparer.Ordinal) { ["tier"] = tier }, adoptedBy));

    [Fact]
    public void ByDefaultEveryObjectIsInScope() => Assert.True(new ObjectScope(new()).Includes("any", new Dictionary<string, string>(StringComparer.Ordinal)));
}
