using System.Net;
using System.Net.Sockets;
using System.Text;
using ApiBridge.LocalStack.Gateway;
using Microsoft.AspNetCore.Http;

namespace ApiBridge.LocalStack.Tests.Gateway;

/// <summary>What becomes of a request to an API.</summary>
public sealed class GatewayRoutingTests : RoutingTest
{
    private const string Problem = "application/problem+json";

    private protected override GatewaySimulatorOptions Options => new() { ActivityTimeout = TimeSpan.FromSeconds(2) };

    [Fact]
    public async Task ARegisteredPathAnswersUntilItIsRemoved()
    {
        await using var shop = await Implementation.StartAsync("shop");
        Assert.Equal((404, Problem, "no API is registered at /shop/v1/orders"), await RefusedAsync("/shop/v1/orders"));

        await RegisterAsync("a.shop", "/shop/v1", shop);
        Assert.Equal((200, "shop"), await ReadAsync("/shop/v1/orders"));

        await Calls.RemoveAsync(GatewayClient.Body("a.shop"));
        Assert.Equal(404, (await RefusedAsync("/shop/v1/orders")).Status);
    }

    [Fact]
    public async Task APathThatChangesAnswersAtTheNewOneAndNoMoreAtTheOld()
    {
        await using var shop = await Implementation.StartAsync("shop");
        await RegisterAsync("a.shop", "/shop/v1", shop);
        await RegisterAsync("a.shop", "/shop/v2", shop);

        Assert.Equal((200, "shop"), await ReadAsync("/shop/v2/orders"));
        Assert.Equal((404, Problem, "no API is registered at /shop/v1/orders"), await RefusedAsync("/shop/v1/orders"));
    }

    [Fact]
    public async Task TheLongestPathAnswers()
    {
        await using var shop = await Implementation.StartAsync("shop");
        await using var orders = await Implementation.StartAsync("orders");
        await RegisterAsync("a.shop", "/shop", shop);
        await RegisterAsync("a.orders", "/shop/orders", orders, "orders-api");

        Assert.Equal((200, "orders"), await ReadAsync("/shop/orders/7"));
        Assert.Equal((200, "shop"), await ReadAsync("/shop/ordersOfOthers"));
        Assert.Equal(404, (await RefusedAsync("/shopping")).Status);
    }

    [Fact]
    public async Task WhatIsForgottenIsNoMoreRoutedUntilItIsRegisteredAgain()
    {
        await using var shop = await Implementation.StartAsync("shop");
        await RegisterAsync("a.shop", "/shop", shop);
        await RegisterAsync("a.other", "/other", shop);

        using (var answer = await Calls.PutFaultAsync("""{"mode":"forget","name":"a.shop"}"""))
        {
            Assert.Equal("""{"forgotten":1}""", await answer.Content.ReadAsStringAsync(Token));
        }

        Assert.Equal(404, (await RefusedAsync("/shop")).Status);
        Assert.Equal((200, "shop"), await ReadAsync("/other"));
        await RegisterAsync("a.shop", "/shop", shop);
        Assert.Equal((200, "shop"), await ReadAsync("/shop"));

        using (var answer = await Calls.PutFaultAsync("""{"mode":"forget"}"""))
        {
            Assert.Equal("""{"forgotten":2}""", await answer.Content.ReadAsStringAsync(Token));
        }

        Assert.Equal(404, (await RefusedAsync("/other")).Status);
        Assert.Empty(Gateway.Faults);
        Assert.Equal(0, Gateway.Forget());
    }

    [Theory]
    [InlineData("/shop/a%20b;c=1,2/%C3%A9?q=%2F&q=+")]
    [InlineData("/sh%6Fp/%2Fa//b/%e4%25")]
    [InlineData("/shop")]
    [InlineData("/shop/?")]
    public async Task TheTargetReachesTheImplementationAsItWasWritten(string target)
    {
        await using var shop = await Implementation.StartAsync("shop");
        await RegisterAsync("a.shop", "/shop", shop);

        Assert.StartsWith("HTTP/1.1 200 ", await SendRawAsync($"GET {target} HTTP/1.1"), StringComparison.Ordinal);
        Assert.Equal(target, Assert.Single(shop.Requests).Target);
    }

    [Fact]
    public async Task AClientThatTakesItForAProxyIsAnsweredAllTheSame()
    {
        await using var shop = await Implementation.StartAsync("shop");
        await RegisterAsync("a.shop", "/shop", shop);

        Assert.StartsWith("HTTP/1.1 200 ", await SendRawAsync("GET http://shop.example.com/shop/a?b HTTP/1.1"), StringComparison.Ordinal);
        Assert.Equal("/shop/a?b", Assert.Single(shop.Requests).Target);
    }

    [Theory]
    [InlineData("/shop/../other")]
    [InlineData("/shop/%2e%2E/other")]
    [InlineData("/shop/./a")]
    public async Task ADotSegmentLeadsNowhere(string target)
    {
        await using var shop = await Implementation.StartAsync("shop");
        await RegisterAsync("a.shop", "/shop", shop);

        Assert.StartsWith("HTTP/1.1 400 ", await SendRawAsync($"GET {target} HTTP/1.1"), StringComparison.Ordinal);
        Assert.Empty(shop.Requests);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("HEAD")]
    [InlineData("PURGE")]
    public async Task AnyMethodReachesTheImplementationWithItsHeaders(string method)
    {
        await using var shop = await Implementation.StartAsync("shop");
        await RegisterAsync("a.shop", "/shop", shop);
        using var request = new HttpRequestMessage(new HttpMethod(method), "/shop/a");
        request.Headers.Add("X-Tenant", "blue");
        request.Headers.Add("Authorization", "Bearer one");

        using var response = await Client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var seen = Assert.Single(shop.Requests);
        Assert.Equal((method, "blue", "Bearer one"), (seen.Method, seen.Headers["X-Tenant"].ToString(), seen.Headers.Authorization.ToString()));
        Assert.Equal(Gateway.Url.Authority, seen.Headers["X-Forwarded-Host"]);
        Assert.Equal("http", seen.Headers["X-Forwarded-Proto"]);
        Assert.Equal("127.0.0.1", seen.Headers["X-Forwarded-For"]);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(302)]
    [InlineData(503)]
    public async Task AnAnswerOfTheImplementationsPassesAsItIs(int status)
    {
        await using var shop = await Implementation.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            context.Response.Headers.SetCookie = "a=b";
            return context.Response.WriteAsync("its own");
        });
        await RegisterAsync("a.shop", "/shop", shop);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Gateway.Url };

        using var response = await client.GetAsync(new Uri("/shop", UriKind.Relative), Token);

        Assert.Equal((status, "its own"), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Token)));
        Assert.Equal("/elsewhere", response.Headers.Location?.OriginalString);
        Assert.Equal("a=b", Assert.Single(response.Headers.GetValues("Set-Cookie")));
    }

    [Fact]
    public async Task AServiceThatNobodyKnowsIsNamed()
    {
        await RegisterAsync("a.shop", "/shop", service: "ghost");

        var (status, type, message) = await RefusedAsync("/shop");

        Assert.Equal((503, Problem), (status, type));
        Assert.Equal("nobody said where Service ghost is: start the gateway with --service ghost=URL", message);
    }

    [Fact]
    public async Task AServiceOfOneNamespaceGoesBeforeOneOfAnyAndAPathInItsUrlBeforeTheRequests()
    {
        await using var any = await Implementation.StartAsync("any");
        await using var own = await Implementation.StartAsync("own");
        await RegisterAsync("a.shop", "/a", any);
        await RegisterAsync("b.shop", "/b", any);
        Gateway.SetService("b/shop-api", new Uri(own.Url, "/base/"));

        Assert.Equal((200, "any"), await ReadAsync("/a/x"));
        Assert.Equal((200, "own"), await ReadAsync("/b/x?y"));
        Assert.Equal("/base/b/x?y", Assert.Single(own.Requests).Target);
    }

    [Fact]
    public async Task AServiceThatIsAwayIsABadGateway()
    {
        var shop = await Implementation.StartAsync("shop");
        await RegisterAsync("a.shop", "/shop", shop);
        await shop.DisposeAsync();

        var (status, type, message) = await RefusedAsync("/shop");

        Assert.Equal((502, Problem), (status, type));
        Assert.StartsWith($"Service shop-api at {shop.Url.OriginalString.TrimEnd('/')} does not answer", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServiceThatNeverAnswersIsATimeout()
    {
        await using var shop = await Implementation.StartAsync(context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        await RegisterAsync("a.shop", "/shop", shop);

        Assert.Equal((504, Problem), (await RefusedAsync("/shop")) is var answer ? (answer.Status, answer.Type) : default);
    }

    [Fact]
    public async Task WhatDiffersFromTheGatewaysOwnPathsInCaseIsAnApis()
    {
        await using var shop = await Implementation.StartAsync("shop");
        await RegisterAsync("a.shop", "/", shop);

        Assert.Equal((200, "shop"), await ReadAsync("/Apis"));
        Assert.Equal((200, "shop"), await ReadAsync("/apis-of-others"));
        Assert.Equal(404, (await ReadAsync("/apis/ghost")).Status);
        Assert.Contains("\"registered\":1", (await ReadAsync("/apis")).Text, StringComparison.Ordinal);
    }

    private async Task<string> SendRawAsync(string requestLine)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, Gateway.Url.Port, Token);
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"{requestLine}\r\nHost: a\r\nConnection: close\r\n\r\n"), Token);
        using var reader = new StreamReader(tcp.GetStream());
        return await reader.ReadToEndAsync(Token);
    }
}
