using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.TestServers;

namespace ApiBridge.Reconciliation.Tests;

public sealed class AddressTests
{
    [Fact]
    public async Task AnIngressWithoutAddressLeavesTheUrlOpenUntilItHasOne()
    {
        var world = new World();
        world.Network.Addresses.Clear();
        var api = await world.RegisterAsync();
        world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.AddressPending);
        Assert.Empty(world.Api.Status.Url);
        Assert.Equal(ConvergenceGap.AddressDiffers, Convergence.Gap(world.Api, TestEntries.Default, implementationReady: false, gatewayAddress: null));

        world.Network.Addresses["shop"] = "gateway.example.com";
        await world.HandleAsync(api, EventReason.Readiness);

        Assert.Equal("http://gateway.example.com/orders/v4", world.Api.Status.Url);
        Assert.Equal("gateway.example.com", world.Api.Status.Json.Child("apiStatus").Text("ip"));
        world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
        Assert.Single(world.Apig.Calls);
    }

    [Fact]
    public async Task AnAddressThatVanishesKeepsItsUrlAndOneThatMovesTakesItAlong()
    {
        var world = new World();
        var api = await world.RegisterAsync();
        var writes = world.Writes;

        world.Network.Addresses.Clear();
        await world.HandleAsync(api, EventReason.Readiness);
        Assert.Equal("http://10.0.0.1/orders/v4", world.Api.Status.Url);
        Assert.Equal(writes, world.Writes);

        world.Network.Addresses["shop"] = "10.0.0.2";
        await world.HandleAsync(api, EventReason.Readiness);
        Assert.Equal("http://10.0.0.2/orders/v4", world.Api.Status.Url);
        Assert.Equal("http://10.0.0.2/orders/v4", world.Component.Entries[api.Key.Uid].Url);
    }

    [Theory]
    [InlineData("http", "api.example.com", 0, "http://api.example.com/orders/v4")]
    [InlineData("https", "api.example.com", 443, "https://api.example.com/orders/v4")]
    [InlineData("http", "api.example.com", 80, "http://api.example.com/orders/v4")]
    [InlineData("https", "api.example.com", 8443, "https://api.example.com:8443/orders/v4")]
    [InlineData("http", "fd00::1", 8080, "http://[fd00::1]:8080/orders/v4")]
    public async Task AConfiguredHostOverridesTheIngress(string scheme, string host, int port, string url)
    {
        var world = new World { Client = new() { PublicScheme = scheme, PublicHost = host, PublicPort = port } };

        var api = await world.RegisterAsync();

        Assert.Equal(url, api.Status.Url);
        Assert.Equal(host, api.Status.Json.Child("apiStatus").Text("ip"));
        Assert.Null(Convergence.Gap(api, TestEntries.Default, implementationReady: false, "10.9.9.9"));
    }

    [Theory]
    [InlineData("openapi", null, "http://10.0.0.1/orders/v4/docs/")]
    [InlineData("openapi", "/orders/v4/docs", "http://10.0.0.1/orders/v4/docs")]
    [InlineData("openapi", "orders/ui", "http://10.0.0.1/orders/ui")]
    [InlineData("openapi", "https://docs.example.com/orders", "https://docs.example.com/orders")]
    [InlineData("openapi", "//docs.example.com/orders", "http://10.0.0.1/docs.example.com/orders")]
    [InlineData("openapi", "javascript:alert(1)", "")]
    [InlineData("prometheus", "/ui", "")]
    [InlineData("mcp", null, "")]
    public async Task ADeveloperUIBelongsToOpenApiOnly(string apiType, string? developerUI, string url)
    {
        var spec = JsonNode.Parse(World.Spec)!;
        spec["apiType"] = apiType;
        spec["developerUI"] = developerUI;

        var api = await new World().RegisterAsync(spec: spec.ToJsonString());

        Assert.Equal(url, api.Status.DeveloperUI);
    }

    [Theory]
    [InlineData("/", "http://10.0.0.1/", "http://10.0.0.1/docs/")]
    [InlineData("/shop/", "http://10.0.0.1/shop/", "http://10.0.0.1/shop/docs/")]
    public async Task ASlashAtTheEndOfThePathStaysInTheUrlAndIsNotDoubled(string path, string url, string developerUI)
    {
        var spec = JsonNode.Parse(World.Spec)!;
        spec["path"] = path;

        var api = await new World().RegisterAsync(spec: spec.ToJsonString());

        Assert.Equal((url, developerUI), (api.Status.Url, api.Status.DeveloperUI));
    }

    [Fact]
    public async Task ADeveloperUIGoesWhenTheApiIsOpenApiNoMore()
    {
        var world = new World();
        await world.RegisterAsync();
        world.Cluster.ChangeSpec("orders", spec => spec["apiType"] = "mcp");

        await world.HandleAsync(world.Api);

        Assert.Empty(world.Api.Status.DeveloperUI);
        Assert.Equal("http://10.0.0.1/orders/v4", world.Api.Status.Url);
    }
}
