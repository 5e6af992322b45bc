using ApiBridge.Domain;
using ApiBridge.Shared.Gateway;

namespace ApiBridge.Shared.Tests.Gateway;

public sealed class GatewayOptionsTests
{
    private static readonly ObjectKey Key = new("shop", "orders", "u-1");

    [Theory]
    [InlineData("apig-operator-uportal.{namespace}:8080", "http://apig-operator-uportal.shop:8080/", true)]
    [InlineData("https://gateway/base", "https://gateway/base/", false)]
    [InlineData("http://gateway/{namespace}", "http://gateway/shop/", false)]
    [InlineData("http://10.0.0.1:80/", "http://10.0.0.1/", false)]
    public void AnEndpointIsHostAndPortWithOrWithoutScheme(string endpoint, string expected, bool isPerNamespace)
    {
        var options = new GatewayOptions { Endpoint = endpoint };

        Assert.Equal((new Uri(expected), isPerNamespace), (options.EndpointOf("shop"), options.IsPerNamespace));
    }

    [Theory]
    [InlineData("attacker.example.org")]
    [InlineData("shop.evil")]
    [InlineData("evil:80/")]
    [InlineData("evil/")]
    [InlineData("user@evil")]
    [InlineData("evil#")]
    [InlineData("Shop")]
    [InlineData("")]
    [InlineData("{namespace}")]
    public void NoEndpointIsMadeOfWhatIsNoNamespace(string ns)
    {
        var options = new GatewayOptions { Endpoint = "apig.{namespace}.svc:8080", FormerEndpoints = "old.{namespace}:2" };

        Assert.Contains($"'{ns}' can be no namespace", Assert.Throws<InvalidNamespaceException>(() => options.EndpointOf(ns)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidNamespaceException>(() => options.FormerEndpointOf("old.shop:2", ns));
        Assert.Throws<InvalidNamespaceException>(() => options.Entries(string.Empty).Of(new(ns, "orders", "u-1")));
    }

    [Fact]
    public void AnEntryIsOnTheGatewayOfItsNamespaceUnderTheTemplatesName() => Assert.Equal(
        new GatewayEntry("gateway.shop:8080", "canvas.shop.orders"),
        new GatewayOptions { Endpoint = "gateway.{namespace}:8080", EntryName = "{cluster}.{namespace}.{name}" }.Entries("canvas").Of(Key));

    [Fact]
    public void OnAFormerGatewayIsRemovedWhatHadANameOfTheObjects()
    {
        var options = new GatewayOptions { Endpoint = "new:1", EntryName = "{namespace}.{name}", FormerEndpoints = "older:1, old.{namespace}:2" };
        var entries = options.Entries(string.Empty);

        Assert.Equal(new Uri("http://old.shop:2/"), options.FormerEndpointOf("old.shop:2", "shop"));
        Assert.Null(options.FormerEndpointOf("old.shop:2", "other"));
        Assert.True(entries.MayRemove(Key, new("old.shop:2", "orders")));
        Assert.True(entries.MayRemove(Key, new("older:1", "shop.orders")));
        Assert.False(entries.MayRemove(Key, new("older:1", "other.orders")));
        Assert.False(entries.MayRemove(Key, new("elsewhere:1", "shop.orders")));
    }

    [Fact]
    public void WithoutFormerNamesNothingIsAFormerName() =>
        Assert.False(new GatewayOptions { EntryName = "{namespace}.{name}", FormerEntryNames = "" }.Entries(string.Empty).IsFormerName(Key, "orders"));

    [Fact]
    public void EveryProblemIsNamedAtOnce() => Assert.Equal(
        [
            "ApiBridge:Gateway:Endpoint is '': give host and port, like apig-operator-uportal.{namespace}:8080",
            "ApiBridge:Gateway:ReservedPaths has 'operator': give paths that begin with a slash and go on, such as /operator, separated by commas",
            "ApiBridge:Gateway:IngressName is empty: name the gateway's Ingress, such as apig-operator-uportal",
        ],
        new GatewayOptions { Endpoint = "", IngressName = "", ReservedPaths = "/a,operator" }.Problems());
}
