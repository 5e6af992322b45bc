using System.Text.Json;
using ApiBridge.EventBridge.Dependents;

namespace ApiBridge.EventBridge.Tests.Dependents;

public sealed class IngressSnapshotTests
{
    [Theory]
    [InlineData("""{"loadBalancer":{"ingress":[{"ip":"10.0.0.1"}]}}""", "10.0.0.1")]
    [InlineData("""{"loadBalancer":{"ingress":[{"hostname":"gw.example.org"}]}}""", "gw.example.org")]
    [InlineData("""{"loadBalancer":{"ingress":[]}}""", "")]
    [InlineData("""{"loadBalancer":{}}""", "")]
    [InlineData("{}", "")]
    public void ItsAddressIsTheLoadBalancersIpOrHostname(string status, string expected) =>
        Assert.Equal(new("ns", expected), Read("gateway", status));

    [Fact]
    public void AnotherIngressIsLeftOut() => Assert.Null(Read("other", "{}"));

    private static IngressSnapshot? Read(string name, string status) => IngressSnapshot.Read(
        JsonDocument.Parse($$"""{"metadata":{"namespace":"ns","name":"{{name}}"},"status":{{status}}}""").RootElement, "gateway");
}
