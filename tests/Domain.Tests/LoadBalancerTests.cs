using System.Text.Json;

namespace ApiBridge.Domain.Tests;

public sealed class LoadBalancerTests
{
    [Theory]
    [InlineData("""{"status":{"loadBalancer":{"ingress":[{"ip":"10.0.0.1","hostname":"gw.example.org"}]}}}""", "10.0.0.1")]
    [InlineData("""{"status":{"loadBalancer":{"ingress":[{"hostname":"gw.example.org"}]}}}""", "gw.example.org")]
    [InlineData("""{"status":{"loadBalancer":{"ingress":[{"ip":""},{"ip":"10.0.0.2"}]}}}""", "10.0.0.2")]
    [InlineData("""{"status":{"loadBalancer":{"ingress":null}}}""", "")]
    [InlineData("""{"status":{}}""", "")]
    [InlineData("{}", "")]
    public void TheAddressIsTheFirstIpOrHostName(string ingress, string expected) =>
        Assert.Equal(expected, LoadBalancer.AddressOf(JsonElement.Parse(ingress)));
}
