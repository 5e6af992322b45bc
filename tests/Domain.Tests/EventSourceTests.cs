namespace ApiBridge.Domain.Tests;

public sealed class EventSourceTests
{
    private static readonly GroupVersionResource Resource = new("oda.tmforum.org", "v1beta3", "exposedapis");

    [Theory]
    [InlineData("east")]
    [InlineData("10.0.0.1:6443")]
    [InlineData("arn:aws:eks:eu/canvas")]
    public void AClusterKnowsItsOwnEvents(string cluster) =>
        Assert.True(EventSource.IsOf(EventSource.Of(cluster, Resource), cluster, "oda.tmforum.org", "exposedapis"));

    [Theory]
    [InlineData("/clusters/west/apis/oda.tmforum.org/v1/exposedapis")]
    [InlineData("/clusters/east/apis/example.org/v1/exposedapis")]
    [InlineData("/clusters/east/apis/oda.tmforum.org/v1/apis")]
    [InlineData("/clusters/east/apis/oda.tmforum.org/v1/exposedapis/x")]
    [InlineData("https://example.org/clusters/east/apis/oda.tmforum.org/v1/exposedapis")]
    [InlineData("east")]
    public void WhatIsOfAnotherClusterOrResourceIsToldApart(string source) =>
        Assert.False(EventSource.IsOf(source, "east", "oda.tmforum.org", "exposedapis"));
}
