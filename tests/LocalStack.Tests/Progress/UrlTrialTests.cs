using ApiBridge.LocalStack.Progress;
using ApiBridge.LocalStack.Tests.Gateway;
using Microsoft.AspNetCore.Http;

namespace ApiBridge.LocalStack.Tests.Progress;

public sealed class UrlTrialTests : RoutingTest
{
    [Theory]
    [InlineData(200, null)]
    [InlineData(401, null)]
    [InlineData(404, null)]
    [InlineData(500, null)]
    [InlineData(503, "Service Unavailable")]
    public async Task WhatTheImplementationAnswersCountsAsRoutedUnlessItSaysThatNobodyIsThere(int status, string? problem)
    {
        await using var shop = await Implementation.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync("its own");
        });
        await RegisterAsync("a.shop", "/shop", shop);

        var answer = await TryAsync(isSample: false);

        Assert.Equal((status, problem), (answer.Status, answer.Problem));
    }

    [Fact]
    public async Task ASampleHasToAnswerWell()
    {
        await using var shop = await Implementation.StartAsync(context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        await RegisterAsync("a.shop", "/shop", shop);

        Assert.Equal("Not Found", (await TryAsync(isSample: true)).Problem);
    }

    [Fact]
    public async Task WhatTheGatewayDoesNotRouteIsToldInItsWords()
    {
        Assert.Equal((404, "no API is registered at /shop"), await TryAsync(isSample: false) is var lost ? (lost.Status, lost.Problem) : default);

        await RegisterAsync("a.shop", "/shop", service: "ghost");
        var unknown = await TryAsync(isSample: false);

        Assert.Equal(503, unknown.Status);
        Assert.StartsWith("nobody said where Service ghost is", unknown.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AGatewayThatIsAwayGivesNoAnswer()
    {
        await Gateway.StopAsync();

        var answer = await TryAsync(isSample: false);

        Assert.Equal((null, "none"), (answer.Status, answer.Answer));
        Assert.NotEmpty(answer.Problem!);
    }

    [Fact]
    public async Task AnApiThatTheGatewayDoesNotHoldIsNotCalled()
    {
        using var trial = new UrlTrial(Gateway.Url, _ => false, TimeProvider.System);

        Assert.Empty(await trial.TryAsync([Api("/shop") with { GatewayPath = null }], Token));
    }

    [Theory]
    [InlineData("http://h:1/shop/v1/orders", "curl http://h:1/shop/v1/orders")]
    [InlineData("http://h:1/caf\u00e9", "curl http://h:1/caf%C3%A9")]
    [InlineData("http://h:1/a;b&c'd$e(f)", "curl --globoff 'http://h:1/a;b&c%27d$e(f)'")]
    [InlineData("http://h:1/a{b}[1-3]*", "curl --globoff 'http://h:1/a%7Bb%7D[1-3]*'")]
    public void TheCommandIsOneThatAShellTakes(string url, string command) =>
        Assert.Equal(command, new UrlAnswer(Api("/shop"), new Uri(url), 200, Problem: null).Command);

    private async Task<UrlAnswer> TryAsync(bool isSample)
    {
        using var trial = new UrlTrial(Gateway.Url, _ => isSample, TimeProvider.System);
        return Assert.Single(await trial.TryAsync([Api("/shop")], Token));
    }

    private static ApiProgress Api(string path) => new("a", "shop", path, "http://h/shop", Ready: true, null, null, "shop-api", Reachable: null, Problem: null);
}
