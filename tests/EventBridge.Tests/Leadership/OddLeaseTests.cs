using System.Text.Json;
using ApiBridge.EventBridge.Kubernetes;
using ApiBridge.EventBridge.Leadership;

namespace ApiBridge.EventBridge.Tests.Leadership;

public sealed class OddLeaseTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("{}")]
    [InlineData("""{"holderIdentity":1,"leaseDurationSeconds":"x","renewTime":[],"leaseTransitions":{}}""")]
    [InlineData("""{"holderIdentity":null,"leaseDurationSeconds":1.5,"renewTime":7,"leaseTransitions":1e99}""")]
    [InlineData("""{"leaseDurationSeconds":-5,"leaseTransitions":2147483647}""")]
    public void AFieldThatIsNotWhatItShouldBeCountsAsAbsentAndIsWrittenAnew(string spec)
    {
        var lease = Read($$$"""{"metadata":{"name":"l","namespace":"ns"},"spec":{{{spec}}}}""");
        Assert.Equal((string.Empty, TimeSpan.Zero), (lease.Holder, lease.Duration));

        var held = lease.HeldBy("me", TimeSpan.FromSeconds(15), Now);

        Assert.Equal(("me", TimeSpan.FromSeconds(15)), (held.Holder, held.Duration));
        using var written = JsonDocument.Parse(held.ToJson());
        Assert.Equal(1, written.RootElement.GetProperty("spec").GetProperty("leaseTransitions").GetInt32());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("{}")]
    [InlineData("""{"metadata":null}""")]
    [InlineData("""{"metadata":{"name":[]}}""")]
    public void WhatIsNoLeaseIsAFailureOfTheServer(string answer) => Assert.Throws<KubernetesApiException>(() => Read(answer));

    private static Lease Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Lease.Read(document);
    }
}
