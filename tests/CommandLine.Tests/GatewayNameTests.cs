using ApiBridge.CommandLine.Apis;

namespace ApiBridge.CommandLine.Tests;

public sealed class GatewayNameTests
{
    [Theory]
    [InlineData("gateway.shop", "gateway.shop:8080", true)]
    [InlineData("GATEWAY.shop", "gateway.shop:8080", true)]
    [InlineData("gateway.shop:8080", "gateway.shop:8080", true)]
    [InlineData("gateway.shop:8081", "gateway.shop:8080", false)]
    [InlineData("gateway", "gateway.shop:8080", false)]
    [InlineData("gateway.shop:80", "gateway.shop", true)]
    [InlineData("gateway.shop:443", "gateway.shop", true)]
    [InlineData("gateway.shop:8080", "gateway.shop", false)]
    [InlineData("[::1]", "[::1]:8080", true)]
    [InlineData("[::1]:8080", "[::1]:8080", true)]
    [InlineData("gateway.shop", "", false)]
    [InlineData("gateway.shop", "no host:8080", false)]
    public void AHostMeansAllItsPortsAndAPortItsOwn(string given, string authority, bool expected) =>
        Assert.Equal(expected, GatewayName.Read(given)!.Is(authority));

    [Theory]
    [InlineData("")]
    [InlineData("http://gateway.shop:8080")]
    [InlineData("gateway.shop:")]
    [InlineData("gateway.shop:0")]
    [InlineData("gateway.shop:65536")]
    [InlineData("gateway.shop:+80")]
    [InlineData("gate way")]
    [InlineData("user@gateway")]
    public void WhatCanBeNoGatewayIsNone(string given) => Assert.Null(GatewayName.Read(given));
}
