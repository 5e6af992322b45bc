using ApiBridge.Shared.Scope;

namespace ApiBridge.Shared.Tests.Scope;

public sealed class NamespaceScopeTests
{
    [Theory]
    [InlineData("*", "anything", true)]
    [InlineData("components", "components", true)]
    [InlineData("components", "components2", false)]
    [InlineData("canvas-*, components", "canvas-a", true)]
    [InlineData("canvas-*, components", "components", true)]
    [InlineData("canvas-*, components", "other", false)]
    public void ItIncludesWhatItsNamesAndGlobsMatch(string namespaces, string @namespace, bool expected) =>
        Assert.Equal(expected, Scope(namespaces).Includes(@namespace));

    [Fact]
    public void NamesAreWatchedOneByOneSoThatRolesSuffice() => Assert.Equal(["a", "b"], Scope("a, b,a").Watched);

    [Theory]
    [InlineData("*")]
    [InlineData("a,canvas-*")]
    public void GlobsAreWatchedOverTheWholeCluster(string namespaces) => Assert.Null(Assert.Single(Scope(namespaces).Watched));

    private static NamespaceScope Scope(string namespaces) => new(new ScopeOptions { Namespaces = namespaces });
}
