using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.LocalStack.Kubernetes;
using ApiBridge.LocalStack.Samples;
using k8s;

namespace ApiBridge.CommandLine.Tests;

/// <summary>apibridge apis plan, over an API server with objects as the old operator left them.</summary>
public sealed class PlanTests : IAsyncLifetime
{
    private const string Shop = "shop";
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private KubernetesApiEmulator _server = null!;
    private k8s.Kubernetes _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private CustomObjects Apis => new(_client, new(CanvasDefinitions.Group, "v1", "exposedapis"), Shop);

    public async ValueTask InitializeAsync()
    {
        _server = await KubernetesApiEmulator.StartAsync(cancellationToken: Token);
        _client = new(new KubernetesClientConfiguration { Host = _server.Url.OriginalString });
        await new SampleApplier(_client, TimeProvider.System).ApplyDefinitionsAsync([CanvasDefinitions.ExposedApis(), CanvasDefinitions.Components()], Token);
        await PostAsync("/api/v1/namespaces", new() { ["metadata"] = new JsonObject { ["name"] = Shop } });
        await PostAsync($"/apis/discovery.k8s.io/v1/namespaces/{Shop}/endpointslices", new()
        {
            ["metadata"] = new JsonObject { ["name"] = "orders-1", ["labels"] = new JsonObject { [EndpointSlice.ServiceLabel] = "orders" } },
            ["addressType"] = "IPv4",
            ["endpoints"] = new JsonArray(new JsonObject { ["addresses"] = new JsonArray("10.0.0.1"), ["conditions"] = new JsonObject { ["ready"] = true } }),
        });
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        await _output.DisposeAsync();
        await _error.DisposeAsync();
    }

    [Fact]
    public async Task WhatTheOldOperatorRegisteredIsAdoptedWithoutASurpriseAndNothingIsWritten()
    {
        await LeaveAsync("orders");
        var before = await RevisionAsync();

        Assert.Equal(ExitCodes.Done, await RunAsync("--exit-code"));

        Assert.Equal(before, await RevisionAsync());
        Assert.Contains("shop/orders", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 API (Adopt 1); 0 with a surprise. Nothing was written.", _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public async Task EachSaysWhatItWouldCallAndChange()
    {
        await LeaveAsync("orders");

        var plan = Assert.Single((await PlanAsync()).Items("apis"));

        Assert.Equal(("Adopt", "orders", "gateway:8080", "/shop/orders"), (plan.Text("would"), plan.Text("entry"), plan.Text("gateway"), plan.Text("path")));
        Assert.Equal("http://203.0.113.7/shop/orders", plan.Text("url"));
        Assert.Equal(["create orders at /shop/orders → orders:8080 on gateway:8080"], plan.Items("calls").Select(call => call.GetString()));
        Assert.Equal([$"set {ExposedApi.Finalizer}", $"drop {ExposedApi.KopfFinalizer}"], plan.Items("finalizers").Select(change => change.GetString()));
        Assert.Empty(plan.Items("changes"));
        Assert.Empty(plan.Items("surprises"));
    }

    [Fact]
    public async Task WhatWouldBeNoticedIsASurprise()
    {
        await LeaveAsync("orders");
        await LeaveAsync("taken", path: "/shop/orders");
        await LeaveAsync("elsewhere", url: "https://old.example.org/shop/elsewhere");
        await LeaveAsync("moved", recordedPath: "/shop/before");
        await LeaveAsync("unready", service: "nobody");
        await LeaveAsync("broken", path: "no-slash");
        await LeaveAsync("leaving");
        await Apis.DeleteAsync("leaving");

        var apis = (await PlanAsync("--exit-code", expected: ExitCodes.Left)).Items("apis").ToDictionary(api => api.Text("name"));

        Assert.Equal(
            [("broken", "Refuse"), ("elsewhere", "Adopt"), ("leaving", "Remove"), ("moved", "Adopt"), ("orders", "Adopt"), ("taken", "Wait"), ("unready", "Adopt")],
            apis.Values.Select(api => (api.Text("name"), api.Text("would"))));
        Assert.Empty(apis["orders"].Items("surprises"));
        AssertSurprise("taken", "the older shop/orders claims it");
        AssertSurprise("taken", "would remove taken at /shop/orders");
        AssertSurprise("elsewhere", "apiStatus.url: https://old.example.org/shop/elsewhere → http://203.0.113.7/shop/elsewhere");
        AssertSurprise("moved", "moved at /shop/before → orders:8080 becomes moved at /shop/moved");
        AssertSurprise("unready", "implementation.ready: true → false");
        AssertSurprise("broken", "not registered: spec.path is 'no-slash'");
        AssertSurprise("leaving", "for it is being deleted");

        void AssertSurprise(string name, string expected) => Assert.Contains(
            apis[name].Items("surprises").Select(surprise => surprise.GetString()!), surprise => surprise.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ARecordUnderTheOldNameIsRemovedUnderTheNewOne()
    {
        await LeaveAsync("orders");

        var plan = Assert.Single((await PlanAsync(given: """{"Values":{"ApiBridge__Gateway__Endpoint":"gateway:8080","ApiBridge__Gateway__EntryName":"{namespace}.{name}","ApiBridge__Gateway__PublicHost":"203.0.113.7"}}""")).Items("apis"));

        Assert.Equal(
            ["create shop.orders at /shop/orders → orders:8080 on gateway:8080", "remove orders at /shop/orders → orders:8080 on gateway:8080"],
            plan.Items("calls").Select(call => call.GetString()));
        Assert.Equal(
            [
                "would remove orders at /shop/orders → orders:8080 on gateway:8080",
                "orders at /shop/orders → orders:8080 becomes shop.orders at /shop/orders → orders:8080",
            ],
            plan.Items("surprises").Select(surprise => surprise.GetString()));
    }

    [Fact]
    public async Task WhatIsPausedIsLeftAlone()
    {
        await LeaveAsync("orders");
        await Apis.MergeAsync("orders", new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [ExposedApi.PausedAnnotation] = "true" } } });

        var plan = Assert.Single((await PlanAsync()).Items("apis"));

        Assert.Equal("Pause", plan.Text("would"));
        Assert.Empty(plan.Items("calls"));
    }

    [Theory]
    [InlineData("--namespace elsewhere", "apibridge: --namespace is 'elsewhere': give a namespace that ApiBridge:Scope:Namespaces has")]
    [InlineData("--namespace A/B", "apibridge: 'A/B' can't be the name of a namespace")]
    [InlineData("-n shop -n elsewhere", "apibridge: --namespace is 'elsewhere': give a namespace that ApiBridge:Scope:Namespaces has")]
    [InlineData("--kubeconfig missing", "apibridge: ApiBridge:Kubernetes:")]
    public async Task WhatCantBePlannedIsOneLine(string options, string expected)
    {
        Assert.Equal(ExitCodes.Failed, await RunAsync(options));

        Assert.StartsWith(expected, _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAddressThatIsNotThereYetIsASurpriseOnlyWhereThereIsNoUrl()
    {
        await LeaveAsync("orders");
        await LeaveAsync("stock", url: string.Empty);

        var apis = (await PlanAsync(given: """{"Values":{"ApiBridge__Gateway__Endpoint":"gateway:8080","ApiBridge__Scope__Namespaces":"shop"}}""")).Items("apis").ToDictionary(api => api.Text("name"));

        Assert.Equal("http://203.0.113.7/shop/orders", apis["orders"].Text("url"));
        Assert.Empty(apis["orders"].Items("surprises"));
        Assert.StartsWith("no URL: ", Assert.Single(apis["stock"].Items("surprises")).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SeveralNamespacesArePlannedEachOnce()
    {
        await LeaveAsync("orders");
        await PostAsync("/api/v1/namespaces", new() { ["metadata"] = new JsonObject { ["name"] = "mall" } });

        var plan = await PlanAsync(
            "-n shop -n mall -n shop", """{"Values":{"ApiBridge__Gateway__Endpoint":"gateway.{namespace}:8080","ApiBridge__Scope__Namespaces":"shop,mall","ApiBridge__Gateway__PublicHost":"203.0.113.7"}}""");

        Assert.Equal("orders", Assert.Single(plan.Items("apis")).Text("name"));
    }

    [Theory]
    [InlineData("foo")]
    [InlineData("1")]
    [InlineData("Apply,Observe")]
    public async Task AModeThatIsNoneIsRefusedThoughThePlanHasItsOwn(string mode)
    {
        Assert.Equal(ExitCodes.Failed, await RunAsync("", $$$"""{"Values":{"ApiBridge__Gateway__Endpoint":"gateway:8080","ApiBridge__Reconcile__Mode":"{{{mode}}}"}}"""));

        Assert.Equal($"apibridge: ApiBridge:Reconcile:Mode is '{mode}': give Apply or Observe", _error.ToString().TrimEnd());
    }

    [Fact]
    public async Task ASettingThatNobodyReadsIsToldBesideThePlan()
    {
        await LeaveAsync("orders");

        Assert.Equal(ExitCodes.Done, await RunAsync("--json", """{"Values":{"ApiBridge__Gateway__Endpoint":"gateway:8080","ApiBridge__Scope__Namespaces":"shop","ApiBridge__Gateway__PublicHost":"203.0.113.7","ApiBridge__Reconcil__Mode":"secret"}}"""));

        Assert.Equal(
            "apibridge: ApiBridge:Reconcil:Mode is no setting, so it has no effect: the one most like it is ApiBridge:Reconcile:Mode", _error.ToString().TrimEnd());
        Assert.Single(JsonElement.Parse(_output.ToString()).Items("apis"));
    }

    [Fact]
    public async Task AClusterThatDoesNotAnswerIsOneLine()
    {
        Assert.Equal(ExitCodes.Failed, await RunAsync("", server: "http://127.0.0.1:1"));

        Assert.Single(_error.ToString().TrimEnd().Split('\n'));
        Assert.StartsWith("apibridge: could not", _error.ToString(), StringComparison.Ordinal);
    }

    private async Task<JsonElement> PlanAsync(string options = "", string? given = null, int expected = ExitCodes.Done)
    {
        Assert.Equal((expected, string.Empty), (await RunAsync($"--json {options}".Trim(), given), _error.ToString()));
        return JsonElement.Parse(_output.ToString());
    }

    private async Task<int> RunAsync(string options, string? given = null, string? server = null)
    {
        using var folder = new TemporaryFolder();
        var settings = Path.Combine(folder.Path, "settings.json");
        await File.WriteAllTextAsync(
            settings,
            given ?? """{"Values":{"ApiBridge__Gateway__Endpoint":"gateway:8080","ApiBridge__Scope__Namespaces":"shop","ApiBridge__Gateway__PublicHost":"203.0.113.7","ApiBridge__Reconcile__Mode":"Apply"}}""",
            Token);
        string[] cluster = options.Contains("--kubeconfig", StringComparison.Ordinal) ? [] : ["--server", server ?? _server.Url.OriginalString];
        return await new Application(TextReader.Null, _output, _error, TimeProvider.System).RunAsync(
            ["apis", "plan", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. cluster, "--settings", settings], Token);
    }

    /// <summary>An object as the old operator left it.</summary>
    private async Task LeaveAsync(string name, string? path = null, string? recordedPath = null, string? url = null, string service = "orders")
    {
        path ??= $"/shop/{name}";
        await Apis.CreateAsync(
            "ExposedAPI",
            name,
            new JsonObject
            {
                ["name"] = name,
                ["apiType"] = "openapi",
                ["implementation"] = service,
                ["path"] = path,
                ["port"] = 8080,
                ["specification"] = new JsonObject { ["url"] = "https://example.org/orders.json" },
            },
            new JsonObject { ["finalizers"] = new JsonArray(ExposedApi.KopfFinalizer) },
            new JsonObject
            {
                ["apigBind"] = new JsonObject
                {
                    ["response"] = new JsonObject { ["res_code"] = "0000" },
                    ["spec"] = new JsonObject { ["path"] = recordedPath ?? path, ["name"] = name, ["specification"] = new JsonObject(), ["implementation"] = service, ["port"] = 8080 },
                },
                ["implementation"] = new JsonObject { ["ready"] = true },
                ["apiStatus"] = new JsonObject
                {
                    ["name"] = name,
                    ["ip"] = "203.0.113.7",
                    ["url"] = url ?? $"http://203.0.113.7{path}",
                    ["developerUI"] = $"http://203.0.113.7{path}/docs/",
                },
            });
    }

    // Any write, of whatever object, raises it.
    private async Task<string> RevisionAsync()
    {
        using var client = new HttpClient();
        return (await client.GetFromJsonAsync<JsonElement>(new Uri(_server.Url, "/api/v1/namespaces"), Token)).Child("metadata").Text("resourceVersion");
    }

    private async Task PostAsync(string path, JsonObject body)
    {
        using var client = new HttpClient();
        using var answer = await client.PostAsJsonAsync(new Uri(_server.Url, path), body, Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }
}
