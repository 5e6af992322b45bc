using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.LocalStack.Gateway;

namespace ApiBridge.LocalStack.Tests.Gateway;

public sealed class GatewaySimulatorTests : IAsyncLifetime
{
    private GatewaySimulator _gateway = null!;
    private GatewayClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewaySimulator.StartAsync(new GatewaySimulatorOptions(), TimeProvider.System, TestContext.Current.CancellationToken);
        _client = new GatewayClient(_gateway);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task ACreatedApiIsRegisteredWithTheBodyAsItWas()
    {
        var body = GatewayClient.Body("shop");

        Assert.Equal(("0000", "success"), await _client.CreateAsync(body));

        Assert.True(JsonElement.DeepEquals(JsonSerializer.SerializeToElement(body), _gateway.Registrations["shop"]));
        Assert.Equal(["shop"], _gateway.Paths["/shop/v1"]);
    }

    [Fact]
    public async Task CreatingANameAgainReplacesItsRegistrationAndItsPath()
    {
        await _client.CreateAsync(GatewayClient.Body("shop"));
        await _client.CreateAsync(GatewayClient.Body("shop", "/shop/v2"));

        Assert.Equal(["/shop/v2"], _gateway.Paths.Keys);
        Assert.Equal([GatewayOutcome.Created, GatewayOutcome.Replaced], _gateway.Calls.Select(call => call.Outcome));
    }

    [Fact]
    public async Task RemovingGoesByNameWhateverThePath()
    {
        await _client.CreateAsync(GatewayClient.Body("shop", "/shop/v2"));

        Assert.Equal(("0000", "success"), await _client.RemoveAsync(GatewayClient.Body("shop", "/shop/v1")));

        Assert.Empty(_gateway.Registrations);
        Assert.Empty(_gateway.Paths);
    }

    [Fact]
    public async Task RemovingAnUnknownNameSucceedsAndIsNoted()
    {
        Assert.Equal(("0000", "not registered: ghost"), await _client.RemoveAsync(GatewayClient.Body("ghost")));

        Assert.Equal(GatewayOutcome.NotRegistered, Assert.Single(_gateway.Calls).Outcome);
    }

    [Fact]
    public async Task TwoNamesOnOnePathAreBothShown()
    {
        await _client.CreateAsync(GatewayClient.Body("shop"));
        await _client.CreateAsync(GatewayClient.Body("rival"));

        Assert.Equal(["rival", "shop"], _gateway.Paths["/shop/v1"]);
    }

    [Theory]
    [InlineData("path")]
    [InlineData("name")]
    [InlineData("implementation")]
    [InlineData("port")]
    public async Task AMissingFieldIsRefusedByName(string field)
    {
        var body = GatewayClient.Body("shop");
        body.Remove(field);

        var (code, message) = await _client.CreateAsync(body);

        Assert.Equal("1001", code);
        Assert.StartsWith(field, message, StringComparison.Ordinal);
        Assert.Empty(_gateway.Registrations);
    }

    [Fact]
    public async Task AMissingSpecificationIsFine()
    {
        var body = GatewayClient.Body("metrics");
        body.Remove("specification");

        Assert.Equal("0000", (await _client.CreateAsync(body)).Code);
    }

    [Fact]
    public async Task ABodyThatIsNotJsonIsRefused()
    {
        using var response = await _client.PostAsync("createAPIFromSwagger", "name=shop");

        Assert.True(response.IsSuccessStatusCode);
        Assert.Contains("not JSON", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(GatewayOutcome.Invalid, Assert.Single(_gateway.Calls).Outcome);
    }

    [Fact]
    public async Task TheSuccessCodeIsASetting()
    {
        await using var other = await GatewaySimulator.StartAsync(
            new GatewaySimulatorOptions { SuccessCode = "00000" }, TimeProvider.System, TestContext.Current.CancellationToken);
        using var client = new GatewayClient(other);

        Assert.Equal("00000", (await client.CreateAsync(GatewayClient.Body("shop"))).Code);
    }

    [Fact]
    public async Task ARemovalOfWhatIsNotRegisteredIsRefusedWhereACodeIsSet()
    {
        await using var other = await GatewaySimulator.StartAsync(
            new GatewaySimulatorOptions { NotRegisteredCode = "1004" }, TimeProvider.System, TestContext.Current.CancellationToken);
        using var client = new GatewayClient(other);
        await client.CreateAsync(GatewayClient.Body("shop"));

        Assert.Equal("0000", (await client.RemoveAsync(GatewayClient.Body("shop"))).Code);
        Assert.Equal("1004", (await client.RemoveAsync(GatewayClient.Body("shop"))).Code);
    }

    [Fact]
    public async Task TheOverviewTellsRegistrationsPathsAndCallsByNameAndInAll()
    {
        await _client.CreateAsync(GatewayClient.Body("shop"));
        await _client.CreateAsync(GatewayClient.Body("shop"));
        await _client.CreateAsync(GatewayClient.Body("gone", "/gone"));
        await _client.RemoveAsync(GatewayClient.Body("gone", "/gone"));

        var overview = JsonNode.Parse((await _client.GetAsync("/apis")).GetRawText())!;

        Assert.Equal(1, (int?)overview["registered"]);
        Assert.Equal("""{"creates":3,"removes":1,"faulted":0}""", overview["calls"]!.ToJsonString());
        var apis = overview["apis"]!.AsArray();
        Assert.Equal(["gone", "shop"], apis.Select(api => (string?)api!["name"]));
        Assert.Null(apis[0]!["registration"]);
        Assert.Equal("/shop/v1", (string?)apis[1]!["registration"]!["path"]);
        Assert.Equal("""{"creates":2,"removes":0,"faulted":0}""", apis[1]!["calls"]!.ToJsonString());
        Assert.Equal("""{"/shop/v1":["shop"]}""", overview["paths"]!.ToJsonString());
    }

    [Fact]
    public async Task AStoppedGatewayRefusesConnectionsAndKeepsItsRegistrationsForTheSamePort()
    {
        await _client.CreateAsync(GatewayClient.Body("shop"));
        var url = _gateway.Url;

        await _gateway.StopAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => _client.CreateAsync(GatewayClient.Body("shop")));
        await _gateway.ListenAsync(TestContext.Current.CancellationToken);

        Assert.Equal(url, _gateway.Url);
        Assert.Equal("0000", (await _client.CreateAsync(GatewayClient.Body("other"))).Code);
        Assert.Equal(["other", "shop"], _gateway.Registrations.Keys.Order(StringComparer.Ordinal));
    }
}
