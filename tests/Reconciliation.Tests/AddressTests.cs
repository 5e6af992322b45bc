using System.Net;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Kubernetes;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.TestServers;
using k8s.Autorest;

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

    [Theory]
    [InlineData(null, "there is no Ingress apig-operator-uportal in namespace shop: create it, or set ApiBridge:Gateway:IngressName or PublicHost")]
    [InlineData("", "the Ingress apig-operator-uportal in namespace shop has no address yet")]
    public async Task WhatTheIngressLacksIsToldByItsName(string? address, string lack)
    {
        var world = new World();
        world.Network.Addresses.Remove("shop");
        if (address is not null)
        {
            world.Network.Addresses["shop"] = address;
        }

        var api = await world.RegisterAsync();

        var condition = api.Status.Condition(ConditionTypes.Registered)!;
        Assert.Equal(ConditionReasons.AddressPending, condition.Reason);
        Assert.EndsWith($"; {lack}", condition.Message, StringComparison.Ordinal);
        Assert.Empty(world.Retries);
    }

    [Fact]
    public async Task AnIngressThatMayNotBeReadIsToldAndComeBackToAndTakesNoUrlAway()
    {
        var world = new World();
        using var answer = new HttpResponseMessage(HttpStatusCode.Forbidden);
        var forbidden = new ClusterUnavailableException(
            "could not read it: the API server answered 403: no", new HttpOperationException { Response = new(answer, "no") });
        world.Worker.Steps.Always = step => step == "ingress" ? Task.FromException(forbidden) : Task.CompletedTask;
        var api = await world.RegisterAsync();
        var condition = api.Status.Condition(ConditionTypes.Registered)!;
        Assert.Equal(ConditionReasons.AddressPending, condition.Reason);
        Assert.EndsWith("; the gateway's Ingress may not be read: could not read it: the API server answered 403: no", condition.Message, StringComparison.Ordinal);

        world.Worker.Steps.Always = _ => Task.CompletedTask;
        Assert.True(await world.DeliverRetriesAsync());
        Assert.Equal("http://10.0.0.1/orders/v4", world.Api.Status.Url);
        world.Worker.Steps.Always = step => step == "ingress" ? Task.FromException(forbidden) : Task.CompletedTask;
        await world.HandleAsync(world.Api);

        Assert.Equal("http://10.0.0.1/orders/v4", world.Api.Status.Url);
        world.AssertCondition(ConditionTypes.Registered, ConditionStatus.True, ConditionReasons.Accepted);
        Assert.Single(world.Apig.Calls);
    }

    [Theory]
    [InlineData("/apis", null, "http://10.0.0.1/apis/orders/v4", "http://10.0.0.1/apis/orders/v4/docs/")]
    [InlineData("/apis/", "ui?x=/y", "http://10.0.0.1/apis/orders/v4", "http://10.0.0.1/apis/ui?x=/y")]
    [InlineData("/a/b", "/orders/ui", "http://10.0.0.1/a/b/orders/v4", "http://10.0.0.1/a/b/orders/ui")]
    [InlineData("/apis", "https://docs.example.com/orders", "http://10.0.0.1/apis/orders/v4", "https://docs.example.com/orders")]
    [InlineData("/", "/", "http://10.0.0.1/orders/v4", "http://10.0.0.1/")]
    public async Task APrefixStandsBetweenHostAndPathInEveryUrl(string prefix, string? developerUI, string url, string developerUrl)
    {
        var spec = JsonNode.Parse(World.Spec)!;
        spec["developerUI"] = developerUI;
        var world = new World { Client = new() { PublicPathPrefix = prefix } };

        var api = await world.RegisterAsync(spec: spec.ToJsonString());

        Assert.Equal((url, developerUrl), (api.Status.Url, api.Status.DeveloperUI));
        Assert.Equal((url, developerUrl), (world.Component.Entries[api.Key.Uid].Url, world.Component.Entries[api.Key.Uid].DeveloperUI));
        Assert.Equal("/orders/v4", api.Status.Registration!.Path);
        Assert.Null(Convergence.Gap(api, TestEntries.Default, implementationReady: false, "10.0.0.1"));
    }

    // As with a host that changes: the bridge knows neither, and a status without the hash is looked at.
    [Fact]
    public async Task APrefixThatChangesIsInTheUrlsFromTheNextWorkOnAndCostsTheGatewayNothing()
    {
        var world = new World();
        var api = await world.RegisterAsync();
        world.Client = new() { PublicPathPrefix = "/apis" };
        Assert.Null(Convergence.Gap(world.Api, TestEntries.Default, implementationReady: false, "10.0.0.1"));
        world.Cluster.Change("orders", json => json["status"]!["apiBridge"]!.AsObject().Remove("specHash"));
        Assert.NotNull(Convergence.Gap(world.Api, TestEntries.Default, implementationReady: false, "10.0.0.1"));

        await new Worker(world).HandleAsync(world.MessageFor(world.Api));

        Assert.Equal("http://10.0.0.1/apis/orders/v4", world.Api.Status.Url);
        Assert.Equal("http://10.0.0.1/apis/orders/v4", world.Component.Entries[api.Key.Uid].Url);
        Assert.Null(Convergence.Gap(world.Api, TestEntries.Default, implementationReady: false, "10.0.0.1"));
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
