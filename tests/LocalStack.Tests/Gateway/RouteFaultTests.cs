using System.Net;
using ApiBridge.LocalStack.Gateway;

namespace ApiBridge.LocalStack.Tests.Gateway;

/// <summary>Faults of the requests to APIs.</summary>
public sealed class RouteFaultTests : RoutingTest
{
    [Fact]
    public async Task AFaultOfRoutingSpoilsTheRequestsOfOneApiAndNoCall()
    {
        await using var shop = await Implementation.StartAsync("shop");
        await RegisterAsync("a.shop", "/shop", shop);
        await RegisterAsync("a.other", "/other", shop);
        await SwitchOnAsync("""{"mode":"status","status":503,"operation":"route","name":"a.shop","count":2}""");

        Assert.Equal(503, (await ReadAsync("/shop/a")).Status);
        Assert.Equal((200, "shop"), await ReadAsync("/other/a"));
        await RegisterAsync("a.shop", "/shop", shop);
        Assert.Equal(503, (await ReadAsync("/shop/a")).Status);
        Assert.Equal((200, "shop"), await ReadAsync("/shop/a"));
        Assert.Empty(Gateway.Faults);
    }

    [Fact]
    public async Task AFaultOfNoOperationSpoilsCallsAlone()
    {
        await using var shop = await Implementation.StartAsync("shop");
        await RegisterAsync("a.shop", "/shop", shop);
        await SwitchOnAsync("""{"mode":"status"}""");

        Assert.Equal((200, "shop"), await ReadAsync("/shop"));
        await Assert.ThrowsAsync<HttpRequestException>(() => Calls.CreateAsync(GatewayClient.Body("b")));
    }

    [Fact]
    public async Task ASpoiledRequestDoesNotReachTheImplementation()
    {
        await using var shop = await Implementation.StartAsync("shop");
        await RegisterAsync("a.shop", "/shop", shop);

        await SwitchOnAsync("""{"mode":"abort","operation":"route"}""");
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync("/shop"));
        await SwitchOnAsync("""{"mode":"garbage","operation":"route"}""");
        Assert.Equal((200, "<html><body>Bad gateway</body></html>"), await ReadAsync("/shop"));
        await SwitchOnAsync("""{"mode":"hang","operation":"route"}""");
        using (var patience = new CancellationTokenSource())
        {
            var hanging = Client.GetAsync(new Uri("/shop", UriKind.Relative), patience.Token);
            Assert.Equal(404, (await RefusedAsync("/nobodys")).Status);
            Assert.False(hanging.IsCompleted);
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
        }

        Assert.Empty(shop.Requests);
        await SwitchOnAsync("""{"mode":"delay","delayMs":1,"operation":"route"}""");
        Assert.Equal((200, "shop"), await ReadAsync("/shop"));
    }

    [Theory]
    [InlineData("""{"mode":"refusal","operation":"route"}""", "mode: \"refusal\" is not valid for route, where no res_code answers; write delay, status, abort, hang or garbage")]
    [InlineData("""{"mode":"hang","operation":"route","applied":true}""", "applied: true is not valid for route; leave it out: a request that is spoiled does not reach the implementation")]
    [InlineData("""{"mode":"forget","count":2}""", "count: 2 is not valid for forget, which takes effect at once; leave it out: mode and name are all that it has")]
    [InlineData("""{"mode":"forget","operation":"create"}""", "operation: \"create\" is not valid for forget, which takes effect at once; leave it out: mode and name are all that it has")]
    [InlineData("""{"mode":"forget","nmae":"a"}""", "nmae: \"a\" is not valid for forget, which takes effect at once; leave it out: mode and name are all that it has")]
    [InlineData("""{"mode":"forget","name":7}""", "name: 7 is not valid; write a text")]
    public async Task WhatDoesNotGoTogetherIsRefused(string fault, string problem)
    {
        await RegisterAsync("a.shop", "/shop");

        using var response = await Calls.PutFaultAsync(fault);

        Assert.Equal((HttpStatusCode.BadRequest, problem), (response.StatusCode, await response.Content.ReadAsStringAsync(Token)));
        Assert.Empty(Gateway.Faults);
        Assert.Single(Gateway.Registrations);
    }

    [Fact]
    public void AFaultThatDoesNotGoTogetherIsRefusedInCodeToo() => Assert.Throws<InvalidFaultException>(
        () => Gateway.SetFault(new() { Mode = GatewayFaultMode.Refusal, Operation = GatewayOperation.Route }));

    private async Task SwitchOnAsync(string fault)
    {
        using var response = await Calls.PutFaultAsync(fault);
        response.EnsureSuccessStatusCode();
    }
}
