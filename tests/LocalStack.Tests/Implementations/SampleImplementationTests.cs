using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ApiBridge.LocalStack.Implementations;
using ApiBridge.LocalStack.Samples;

namespace ApiBridge.LocalStack.Tests.Implementations;

/// <summary>What the samples' implementation answers.</summary>
public sealed class SampleImplementationTests : IAsyncLifetime
{
    private const string Orders = "/shop-orders/tmf-api/productOrderingManagement/v4";
    private const string Roles = "/shop-orders/rolesAndPermissionsManagement/v5";

    private static readonly string[] Segments = ["coreFunction", "managementFunction", "securityFunction"];

    private SampleImplementation _implementation = null!;
    private HttpClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _implementation = await SampleImplementation.StartAsync(TimeProvider.System, Token);
        _client = new HttpClient { BaseAddress = _implementation.Url };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _implementation.DisposeAsync();
    }

    [Theory]
    [InlineData(Orders, "application/json")]
    [InlineData($"{Orders}/productOrder", "application/json")]
    [InlineData($"{Orders}/productOrder/1001", "application/json")]
    [InlineData($"{Orders}/openapi.json", "application/json")]
    [InlineData($"{Orders}/docs", "text/html")]
    [InlineData($"{Roles}/permission", "application/json")]
    [InlineData($"{Roles}/userRole", "application/json")]
    [InlineData($"{Roles}/userRole/clerk", "application/json")]
    [InlineData($"{Roles}/openapi.json", "application/json")]
    [InlineData($"{Roles}/docs", "text/html")]
    [InlineData("/shop-orders/metrics", "text/plain")]
    [InlineData("/shop-orders/mcp", "text/event-stream")]
    public async Task EachSampleAnswers(string path, string type)
    {
        using var response = await _client.GetAsync(new Uri(path, UriKind.Relative), Token);

        Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.NotEmpty(await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task EverySampleHasAnImplementationThatShowsSomething()
    {
        var specs = SampleFolder.Read(Path.Combine(AppContext.BaseDirectory, "samples")).Single(item => item.Kind == "Component").Json["spec"]!;
        var apis = Segments.SelectMany(segment => specs[segment]!["exposedAPIs"]!.AsArray()).ToList();

        Assert.Equal(4, apis.Count);
        foreach (var api in apis)
        {
            Assert.True(_implementation.Services.ContainsKey((string)api!["implementation"]!));
            Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync(new Uri(SampleImplementation.Showing((string)api["path"]!), UriKind.Relative), Token)).StatusCode);
            if ((string?)api["developerUI"] is { } page)
            {
                Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync(new Uri(page, UriKind.Relative), Token)).StatusCode);
            }
        }
    }

    [Theory]
    [InlineData($"{Orders}/productOrder/7", "there is no productOrder 7")]
    [InlineData("/shop-orders/nothing", "nothing is served at /shop-orders/nothing")]
    public async Task WhatItDoesNotKnowIsItsOwn404(string path, string reason)
    {
        using var response = await _client.GetAsync(new Uri(path, UriKind.Relative), Token);

        Assert.Equal((HttpStatusCode.NotFound, "application/json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(reason, (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task AListOfOrdersIsWhatItsOpenApiDocumentSays()
    {
        var document = await _client.GetFromJsonAsync<JsonElement>(new Uri($"{Orders}/openapi.json", UriKind.Relative), Token);
        var orders = await _client.GetFromJsonAsync<JsonElement>(new Uri($"{Orders}/productOrder", UriKind.Relative), Token);

        Assert.True(document.GetProperty("paths").TryGetProperty("/productOrder/{id}", out _));
        Assert.All(orders.EnumerateArray(), order => Assert.Equal($"{Orders}/productOrder/{order.GetProperty("id").GetString()}", order.GetProperty("href").GetString()));
        Assert.NotEqual(0, orders.GetArrayLength());
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}""", "result", "serverInfo")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", "result", "tools")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_orders"}}""", "result", "content")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"other"}}""", "error", "code")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"nothing"}""", "error", "code")]
    [InlineData("""{"jsonrpc":"2.0"}""", "error", "code")]
    [InlineData("no json", "error", "code")]
    public async Task TheAssistantAnswersJsonRpcAsJsonOrAsAnEvent(string request, string kind, string member)
    {
        foreach (var accept in new[] { "application/json", "application/json, text/event-stream" })
        {
            using var post = new HttpRequestMessage(HttpMethod.Post, "/shop-orders/mcp") { Content = new StringContent(request, Encoding.UTF8, "application/json") };
            post.Headers.Add("Accept", accept);
            using var response = await _client.SendAsync(post, Token);
            var text = await response.Content.ReadAsStringAsync(Token);
            Assert.Equal(accept.Split(", ")[^1], response.Content.Headers.ContentType?.MediaType);

            var answer = JsonDocument.Parse(text.StartsWith("data: ", StringComparison.Ordinal) ? text["data: ".Length..] : text).RootElement;
            Assert.True(answer.GetProperty(kind).TryGetProperty(member, out _), text);
        }
    }

    [Fact]
    public async Task ANotificationHasNoAnswer()
    {
        using var response = await _client.PostAsJsonAsync(
            new Uri("/shop-orders/mcp", UriKind.Relative), new { jsonrpc = "2.0", method = "notifications/initialized" }, Token);

        Assert.Equal((HttpStatusCode.Accepted, string.Empty), (response.StatusCode, await response.Content.ReadAsStringAsync(Token)));
    }
}
