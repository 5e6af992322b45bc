namespace ApiBridge.Domain.Tests;

public sealed class KubernetesNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("0")]
    [InlineData("ctk-productcatalogmanagement-v4")]
    [InlineData("a.b-c.d")]
    public void ASubdomainIsAName(string name) => Assert.True(KubernetesName.IsValid(name));

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("../a")]
    [InlineData("a\n")]
    [InlineData("a b")]
    [InlineData("a%2fb")]
    [InlineData("ä")]
    public void NothingElseIs(string name) => Assert.False(KubernetesName.IsValid(name));

    [Fact]
    public void ANameEndsAt253Characters()
    {
        Assert.True(KubernetesName.IsValid(new string('a', 253)));
        Assert.False(KubernetesName.IsValid(new string('a', 254)));
    }

    [Fact]
    public void AServiceIsOneLabelOfAtMost63Characters()
    {
        Assert.True(KubernetesName.IsService(new string('a', 63)));
        Assert.False(KubernetesName.IsService(new string('a', 64)));
        Assert.False(KubernetesName.IsService("a.b"));
    }

    [Theory]
    [InlineData("shop", true)]
    [InlineData("0", true)]
    [InlineData("canvas-1", true)]
    [InlineData("a.b", false)]
    [InlineData("shop.", false)]
    [InlineData("-shop", false)]
    [InlineData("Shop", false)]
    [InlineData("", false)]
    public void ANamespaceIsOneLabel(string name, bool expected) => Assert.Equal(expected, KubernetesName.IsNamespace(name));
}
