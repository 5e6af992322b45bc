using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Gateway;

namespace ApiBridge.LocalStack.Tests.Gateway;

/// <summary>Where a Service is.</summary>
public sealed class ServiceTableTests
{
    private static readonly Dictionary<string, Uri> Table = new(StringComparer.Ordinal)
    {
        ["shop-api"] = new("http://127.0.0.1:1"),
        ["b/shop-api"] = new("http://127.0.0.1:2"),
    };

    [Theory]
    [InlineData("a.shop", "shop-api", "http://127.0.0.1:1/")]
    [InlineData("b.shop", "shop-api", "http://127.0.0.1:2/")]
    [InlineData("shop", "shop-api", "http://127.0.0.1:1/")]
    [InlineData("a.shop.v1", "other-api", "http://other-api.a.svc:8080/")]
    public void TheTableGoesBeforeTheNamesOfACluster(string entry, string service, string url) =>
        Assert.Equal(url, new ServiceTable(Table, clusterNames: true).Find(Request(entry, service)).Url?.AbsoluteUri);

    [Theory]
    [InlineData("shop", "other-api")]
    [InlineData("a.shop", "evil.example.com/")]
    [InlineData("a.shop", "evil@host")]
    [InlineData("A_B.shop", "other-api")]
    public void WhatIsNoNameInAClusterIsNotCalled(string entry, string service)
    {
        var (url, problem) = new ServiceTable(Table, clusterNames: true).Find(Request(entry, service));

        Assert.Null(url);
        Assert.Contains(service, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAClusterOnlyTheTableCounts() =>
        Assert.Equal(
            (null, "nobody said where Service other-api is: start the gateway with --service other-api=URL"),
            new ServiceTable(Table, clusterNames: false).Find(Request("a.shop", "other-api")));

    private static RegistrationRequest Request(string entry, string service)
    {
        var body = GatewayClient.Body(entry);
        body["implementation"] = service;
        return new(entry, "/shop", Problem: null, JsonSerializer.SerializeToElement<JsonNode>(body));
    }
}
