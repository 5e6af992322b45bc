using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Gateway;

namespace ApiBridge.LocalStack.Tests.Gateway;

/// <summary>A gateway, a client of its two calls, and one of the APIs behind it.</summary>
public abstract class RoutingTest : IAsyncLifetime
{
    internal GatewaySimulator Gateway { get; private set; } = null!;

    internal GatewayClient Calls { get; private set; } = null!;

    protected HttpClient Client { get; private set; } = null!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected virtual GatewaySimulatorOptions Options => new();

    public async ValueTask InitializeAsync()
    {
        Gateway = await GatewaySimulator.StartAsync(Options, TimeProvider.System, Token);
        Calls = new GatewayClient(Gateway);
        Client = new HttpClient { BaseAddress = Gateway.Url };
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Client.Dispose();
        Calls.Dispose();
        await Gateway.DisposeAsync();
    }

    private protected async Task RegisterAsync(string name, string path, Implementation? implementation = null, string service = "shop-api")
    {
        if (implementation is not null)
        {
            Gateway.SetService(service, implementation.Url);
        }

        var body = GatewayClient.Body(name, path);
        body["implementation"] = service;
        Assert.Equal("0000", (await Calls.CreateAsync(body)).Code);
    }

    protected Task<HttpResponseMessage> GetAsync(string target) => Client.GetAsync(new Uri(Gateway.Url.OriginalString.TrimEnd('/') + target), Token);

    protected async Task<(int Status, string Text)> ReadAsync(string target)
    {
        using var response = await GetAsync(target);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    /// <summary>The gateway's own answer: its status, type and sentence.</summary>
    protected async Task<(int Status, string? Type, string? Message)> RefusedAsync(string target)
    {
        using var response = await GetAsync(target);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync(Token))!;
        Assert.Equal(((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture), (string?)body["res_code"]);
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, (string?)body["res_message"]);
    }
}
