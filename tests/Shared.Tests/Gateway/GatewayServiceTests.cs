using ApiBridge.Shared.Gateway;

namespace ApiBridge.Shared.Tests.Gateway;

public sealed class GatewayServiceTests
{
    [Theory]
    [InlineData("apig-operator-uportal.{namespace}:8080", "apig-operator-uportal")]
    [InlineData("https://apig.{namespace}.svc/admin", "apig")]
    [InlineData("apig.{namespace}.svc.cluster.local:8080", "apig")]
    [InlineData("apig.{namespace}.svc.cluster.local.:8080", "apig")]
    [InlineData("APIG.{namespace}:8080", "apig")]
    [InlineData("{namespace}.{namespace}:8080", "shop")]
    [InlineData("apig.{namespace}.svc.example.org:8080", null)]
    [InlineData("apig.{namespace}.pod.cluster.local:8080", null)]
    [InlineData("apig.{namespace}.example.org:8080", null)]
    [InlineData("apig.{namespace}x:8080", null)]
    [InlineData("{namespace}:8080", null)]
    [InlineData("apig.other:8080/{namespace}", null)]
    [InlineData("apig.shop:8080", null)]
    [InlineData("10.0.0.1:8080/{namespace}", null)]
    [InlineData("[::1]:8080/{namespace}", null)]
    public void OnlyAServiceOfTheObjectsOwnNamespaceIsOne(string endpoint, string? service)
    {
        var options = new GatewayOptions { Endpoint = endpoint };

        Assert.Equal(service, options.ServiceOf(options.EndpointOf("shop").Authority, "shop"));
    }

    [Fact]
    public void AGatewayThatNoSettingNamesIsNone() =>
        Assert.Null(new GatewayOptions { Endpoint = "apig.{namespace}" }.ServiceOf("other.shop", "shop"));
}
