using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Shared.Kubernetes;
using k8s;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.Reconciliation.Tests.Kubernetes;

/// <summary>Whether a Service is ready is read from the slices that are named, and from a list when the names do not tell.</summary>
public sealed class ReadyEndpointTests : IDisposable
{
    private const string ListOfOrders = "list kubernetes.io/service-name in (orders)";
    private readonly FakeApiServer _server = new();
    private readonly k8s.Kubernetes _client;
    private readonly NetworkStore _store;

    public ReadyEndpointTests()
    {
        _client = new(new KubernetesClientConfiguration { Host = "http://cluster" }, _server);
        var time = new FakeTimeProvider();
        _store = new(new ResourceClient(new(_client, time)), new ResourceDiscovery(new ClusterDocuments(new(_client, time)), time), time);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WithoutNamesTheSlicesOfTheServiceAreListed(bool ready)
    {
        _server.AddSlice("orders-1", "orders", ready: false);
        _server.AddSlice("orders-2", "orders", ready);
        _server.AddSlice("other-1", "other", ready: true);

        Assert.Equal(ready, await IsReadyAsync());
        Assert.Equal([ListOfOrders], _server.Asked);
    }

    [Fact]
    public async Task NamedSlicesAreReadOneByOneUpToTheFirstWithAReadyEndpoint()
    {
        _server.AddSlice("orders-1", "orders", ready: false);
        _server.AddSlice("orders-2", "orders", ready: true);
        _server.AddSlice("orders-3", "orders", ready: true);

        Assert.True(await IsReadyAsync("orders-1", "orders-2", "orders-3"));
        Assert.Equal(["get orders-1", "get orders-2"], _server.Asked);
    }

    [Fact]
    public async Task WhenNoNamedSliceHasAReadyEndpointNothingIsListed()
    {
        _server.AddSlice("orders-1", "orders", ready: false);
        _server.AddSlice("orders-2", "orders", ready: false);

        Assert.False(await IsReadyAsync("orders-1", "orders-2"));
        Assert.Equal((2, 0), (_server.Gets, _server.Lists));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhenANamedSliceIsGoneTheSlicesAreListed(bool ready)
    {
        _server.AddSlice("orders-1", "orders", ready: false);
        _server.AddSlice("orders-3", "orders", ready);

        Assert.Equal(ready, await IsReadyAsync("orders-1", "orders-2"));
        Assert.Equal(["get orders-1", "get orders-2", ListOfOrders], _server.Asked);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhenANamedSliceIsAnotherServicesTheSlicesAreListed(bool ready)
    {
        _server.AddSlice("orders-1", "other", ready: true);
        _server.AddSlice("orders-2", "orders", ready);

        Assert.Equal(ready, await IsReadyAsync("orders-1"));
        Assert.Equal(["get orders-1", ListOfOrders], _server.Asked);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../ingresses/public")]
    [InlineData("orders-1?watch=true")]
    [InlineData("Orders-1")]
    public async Task WhatCanBeNoNameIsNotPutIntoAPath(string name)
    {
        _server.AddSlice("orders-1", "orders", ready: true);

        Assert.True(await IsReadyAsync(name));
        Assert.Equal([ListOfOrders], _server.Asked);
    }

    [Fact]
    public async Task WhatCanBeNoServiceIsNotReadyAndNothingIsRead()
    {
        _server.AddSlice("orders-1", "orders", ready: true);

        Assert.False(await _store.HasReadyEndpointAsync("shop", "orders,other", ["orders-1"], TestContext.Current.CancellationToken));
        Assert.Empty(_server.Asked);
    }

    [Fact]
    public async Task ASliceThatCannotBeReadIsNotGone()
    {
        _server.AddSlice("orders-1", "orders", ready: true);
        _server.IsDown = true;

        await Assert.ThrowsAsync<ClusterUnavailableException>(() => IsReadyAsync("orders-1"));
        Assert.Equal((1, 0), (_server.Gets, _server.Lists));
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    private Task<bool> IsReadyAsync(params string[] slices) =>
        _store.HasReadyEndpointAsync("shop", "orders", slices, TestContext.Current.CancellationToken);
}
