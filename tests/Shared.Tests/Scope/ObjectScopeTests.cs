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

    [Fact]
    public void ByDefaultEveryObjectIsInScope() => Assert.True(new ObjectScope(new()).Includes("any", new Dictionary<string, string>(StringComparer.Ordinal)));
}
