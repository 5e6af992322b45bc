using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Gateway;

namespace ApiBridge.EndToEnd.Tests;

/// <summary>The main path, from kubectl to the gateway and back, on whatever stands in for a cluster.</summary>
public abstract partial class EndToEndSuite(StackFixture fixture)
{
    [Fact]
    public async Task AComponentsApisAreRegisteredAndTheComponentIsComplete()
    {
        var canvas = await NewCanvasAsync();
        await canvas.SetEndpointAsync("orders-svc", ready: true);
        var name = $"shop-{canvas.Namespace}";

        await canvas.ApplyComponentAsync(name, Canvas.CoreApi("/shop/orders/v4"));

        var api = await canvas.ApiAsync($"{name}-orders-v4", found => found is { Status: { Url.Length: > 0, Ready: true } }, "has a URL and is ready");
        Assert.Equal("http://203.0.113.7/shop/orders/v4", api!.Status.Url);
        Assert.Equal("http://203.0.113.7/shop/orders/v4/docs/", api.Status.DeveloperUI);
        Assert.Equal("/shop/orders/v4", canvas.PathOf(api.Key.Name));
        var component = await canvas.ComponentAsync(name, IsComplete, "is Complete");
        var entry = Assert.Single(component!.Value.GetProperty("status").Items("coreAPIs"));
        Assert.Equal(api.Status.Url, entry.Text("url"));
        Assert.True(entry.Flag("ready"));
    }

    [Fact]
    public async Task AChangedPortReachesTheGatewayUnderTheSamePath()
    {
        var canvas = await NewCanvasAsync();
        var name = await ExposeAsync(canvas, "/update");

        await canvas.PatchSpecAsync(name, new JsonObject { ["port"] = 9090 });

        await Deadline.UntilAsync(
            () => Task.FromResult(fixture.Stack.Gateway.Registrations.GetValueOrDefault(canvas.EntryOf(name)).Number("port")),
            port => port == 9090, "the gateway knows the new port");
        await canvas.ApiAsync(name, found => found!.Status.Registration?.Port == 9090, "records the new port");
    }

    [Fact]
    public async Task APathChangeLeavesNothingAtTheOldPath()
    {
        var canvas = await NewCanvasAsync();
        var name = await ExposeAsync(canvas, $"/{canvas.Namespace}/old");

        await canvas.PatchSpecAsync(name, new JsonObject { ["path"] = $"/{canvas.Namespace}/new" });

        await canvas.ApiAsync(name, found => found!.Status.Url.EndsWith("/new", StringComparison.Ordinal), "reports the new path");
        Assert.DoesNotContain($"/{canvas.Namespace}/old", fixture.Stack.Gateway.Paths.Keys);
        Assert.Contains($"/{canvas.Namespace}/new", fixture.Stack.Gateway.Paths.Keys);
    }

    [Fact]
    public async Task ADeletedApiLeavesTheGatewayAndTheCluster()
    {
        var canvas = await NewCanvasAsync();
        var name = await ExposeAsync(canvas, "/delete");

        await canvas.DeleteAsync("exposedapis", name);

        await canvas.ApiAsync(name, found => found is null, "is gone");
        Assert.Null(canvas.PathOf(name));
    }

    [Fact]
    public async Task AnApiTakenOutOfItsComponentIsRemoved()
    {
        var canvas = await NewCanvasAsync();
        var name = $"trim-{canvas.Namespace}";
        var second = Canvas.CoreApi("/trim/items/v1");
        second["name"] = "items";
        await canvas.ApplyComponentAsync(name, Canvas.CoreApi("/trim/orders/v4"), second);
        await canvas.GatewayPathAsync($"{name}-items-v4", "/trim/items/v1");

        await canvas.ApplyComponentAsync(name, Canvas.CoreApi("/trim/orders/v4"));

        await canvas.GatewayPathAsync($"{name}-items-v4", null);
        await canvas.ApiAsync($"{name}-items-v4", found => found is null, "is gone");
        Assert.Equal("/trim/orders/v4", canvas.PathOf($"{name}-orders-v4"));
    }

    [Fact]
    public async Task ReadinessFollowsTheEndpointsBothWays()
    {
        var canvas = await NewCanvasAsync();
        var name = await ExposeAsync(canvas, "/ready");
        await canvas.ApiAsync(name, found => found!.Status.Ready is false, "is not ready without an endpoint");

        await canvas.SetEndpointAsync("orders-svc", ready: true);
        await canvas.ApiAsync(name, found => found!.Status.Ready is true, "is ready");

        await canvas.SetEndpointAsync("orders-svc", ready: false);
        await canvas.ApiAsync(name, found => found!.Status.Ready is false, "is not ready any more");
    }

    [Fact]
    public async Task ApisOfTwoNamespacesAreServedSideBySide()
    {
        var (first, second) = (await NewCanvasAsync(), await NewCanvasAsync());

        var (one, other) = (await ExposeAsync(first, "/one"), await ExposeAsync(second, "/other"));

        Assert.Equal("/one", first.PathOf(one));
        Assert.Equal("/other", second.PathOf(other));
    }

    [Fact]
    public async Task ARefusalIsReportedInTheGatewaysWordsAndOvercomeWhenItEnds()
    {
        var canvas = await NewCanvasAsync();
        var name = $"refused-{canvas.Namespace}";
        fixture.Stack.Gateway.SetFault(new GatewayFault { Mode = GatewayFaultMode.Refusal, Name = canvas.EntryOf(name), ResCode = "4711" });

        await canvas.ApplyApiAsync(name, Canvas.ApiSpec("/refused"));

        var refused = await canvas.ApiAsync(name, IsUnregistered(ConditionReasons.GatewayRefused), "says that it was refused");
        Assert.Contains("4711", refused!.Status.Condition(ConditionTypes.Registered)!.Message, StringComparison.Ordinal);
        Assert.Empty(refused.Status.Url);
        fixture.Stack.Gateway.ClearFaults();
        await canvas.ApiAsync(name, found => found!.Status.Url.Length > 0, "is registered after all");
    }

    [Fact]
    public async Task AnOutageIsSatOutInTheRetryQueue()
    {
        var canvas = await NewCanvasAsync();
        var name = $"outage-{canvas.Namespace}";
        fixture.Stack.Gateway.SetFault(new GatewayFault { Mode = GatewayFaultMode.Status, Name = canvas.EntryOf(name) });

        await canvas.ApplyApiAsync(name, Canvas.ApiSpec("/outage"));

        await canvas.ApiAsync(name, IsUnregistered(ConditionReasons.GatewayUnavailable), "says that the gateway is unavailable");
        await Deadline.UntilAsync(
            () => Task.FromResult(fixture.Stack.Messages.RetriesOf(canvas.Namespace, name)),
            retries => retries > 0, "a message came through the retry queue");
        fixture.Stack.Gateway.ClearFaults();
        await canvas.ApiAsync(name, found => found!.Status.Url.Length > 0, "is registered once the gateway is back");
    }

    [Fact]
    public async Task AnApiDeletedBeforeItWasEverRegisteredLeavesNothing()
    {
        var canvas = await NewCanvasAsync();
        var name = $"early-{canvas.Namespace}";
        fixture.Stack.Gateway.SetFault(new GatewayFault { Mode = GatewayFaultMode.Status, Name = canvas.EntryOf(name) });
        await canvas.ApplyApiAsync(name, Canvas.ApiSpec("/early"));
        await canvas.ApiAsync(name, found => found!.HasFinalizer, "was seen");

        await canvas.DeleteAsync("exposedapis", name);
        fixture.Stack.Gateway.ClearFaults();

        await canvas.ApiAsync(name, found => found is null, "is gone");
        Assert.Null(canvas.PathOf(name));
    }

    [Theory]
    [InlineData("path", "orders/v4", "slash")]
    [InlineData("port", 0, "between 1 and 65535")]
    [InlineData("port", 70000, "between 1 and 65535")]
    public async Task ASpecThatCannotBeUsedSaysSoAndIsRegisteredOnceItIsMended(string field, object value, string said)
    {
        var canvas = await NewCanvasAsync();
        var name = $"bad-{canvas.Namespace}";
        var spec = Canvas.ApiSpec($"/{canvas.Namespace}/bad");
        var good = new JsonObject { [field] = spec[field]!.DeepClone() };
        spec[field] = JsonSerializer.SerializeToNode(value);

        await canvas.ApplyApiAsync(name, spec);

        var bad = await canvas.ApiAsync(name, IsUnregistered(ConditionReasons.SpecInvalid), "says that its spec is invalid");
        Assert.Contains(said, bad!.Status.Condition(ConditionTypes.Registered)!.Message, StringComparison.Ordinal);
        await canvas.PatchSpecAsync(name, good);
        await canvas.ApiAsync(name, found => found!.Status.Url.Length > 0, "is registered");
    }

    [Fact]
    public async Task OfTwoApisOnOnePathTheOlderHoldsItAndTheYoungerSaysWhy()
    {
        var canvas = await NewCanvasAsync();
        var older = await ExposeAsync(canvas, $"/{canvas.Namespace}/clash");
        var younger = $"z-younger-{canvas.Namespace}";

        await canvas.ApplyApiAsync(younger, Canvas.ApiSpec($"/{canvas.Namespace}/clash"));

        var said = await canvas.ApiAsync(younger, IsUnregistered(ConditionReasons.PathConflict), "names the conflict");
        Assert.Contains(older, said!.Status.Condition(ConditionTypes.Registered)!.Message, StringComparison.Ordinal);
        Assert.Null(canvas.PathOf(younger));
        await canvas.DeleteAsync("exposedapis", older);
        await canvas.GatewayPathAsync(younger, $"/{canvas.Namespace}/clash");
    }

    [Fact]
    public async Task AnOversizedSpecificationIsRefusedWithAReasonAndCanStillBeDeleted()
    {
        var canvas = await NewCanvasAsync();
        var name = $"huge-{canvas.Namespace}";
        var spec = Canvas.ApiSpec($"/{canvas.Namespace}/huge");
        spec["specification"]!["url"] = "https://example.org/" + new string('x', 1024 * 1024);

        await canvas.ApplyApiAsync(name, spec);

        await canvas.ApiAsync(name, IsUnregistered(ConditionReasons.SpecInvalid), "says that it is too large");
        await canvas.DeleteAsync("exposedapis", name);
        await canvas.ApiAsync(name, found => found is null, "is gone");
    }

    [Fact]
    public async Task AMalformedMessageIsPoisonedAndKeptUntouched()
    {
        Start();
        var junk = $"no event at all {Guid.NewGuid()}";
        var storage = fixture.Stack.Azurite.ConnectionString;

        await AzuriteFixture.Client(storage, "api-events").SendMessageAsync(junk, TestContext.Current.CancellationToken);
        var kept = AzuriteFixture.Client(storage, "api-events-deadletter");
        await Deadline.UntilAsync(
            async () => await kept.ExistsAsync(TestContext.Current.CancellationToken)
                ? (await kept.PeekMessagesAsync(32, TestContext.Current.CancellationToken)).Value.Select(message => message.MessageText).ToList()
                : [],
            texts => texts.Contains(junk), "the dead-letter queue holds the message");
    }

    private static bool IsComplete(JsonElement component) =>
        component.Child("status").Child("summary/status").Text("deployment_status") == "Complete";

    private static Func<ExposedApi?, bool> IsUnregistered(string reason) =>
        found => found?.Status.Condition(ConditionTypes.Registered) is { Status: ConditionStatus.False } condition && condition.Reason == reason;

    private static async Task<string> ExposeAsync(Canvas canvas, string path)
    {
        var name = $"api-{canvas.Namespace}";
        await canvas.ApplyApiAsync(name, Canvas.ApiSpec(path));
        await canvas.ApiAsync(name, found => found!.Status.Url.EndsWith(path, StringComparison.Ordinal), $"is registered at {path}");
        return name;
    }

    private void Start() => Assert.SkipUnless(fixture.Missing is null, fixture.Missing ?? string.Empty);

    private Task<Canvas> NewCanvasAsync()
    {
        Start();
        return Canvas.CreateAsync(fixture.Stack, fixture.NextNamespace());
    }
}
