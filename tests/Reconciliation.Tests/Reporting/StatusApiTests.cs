using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.Json.Nodes;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Gateway;
using ApiBridge.Reconciliation.Reporting;
using ApiBridge.Reconciliation.Statuses;
using ApiBridge.Reconciliation.Tests.Fakes;
using ApiBridge.Shared.Kubernetes;
using ApiBridge.Shared.Storage;
using ApiBridge.TestServers;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ApiBridge.Reconciliation.Tests.Reporting;

public sealed class StatusApiTests(AzuriteFixture azurite) : IDisposable
{
    private static readonly string[] Inconceivable = ["", ".", "..", "../secrets", "..%2Fsecrets", "Orders", "orders ", "a/b", "orders?x", "-orders", new('a', 254)];

    private readonly ClusterConnection _cluster = ClusterConnection.Open(new() { Server = "http://127.0.0.1:1" });
    private readonly World _world = new();
    private readonly GatewayBreakers _breakers = new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
    private readonly QueueNames _names = new()
    {
        EventsQueue = AzuriteFixture.NewQueueName(),
        RetryQueue = AzuriteFixture.NewQueueName(),
        DeadLetterQueue = AzuriteFixture.NewQueueName(),
    };

    public static TheoryData<string> NamesThatCanBeNone => new(Inconceivable);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task TheSummaryCountsApisByWhatTheyLackAndByCondition()
    {
        _world.Network.Addresses.Clear();
        await _world.RegisterAsync("one");
        _world.Network.Addresses["shop"] = "203.0.113.7";
        await _world.RegisterAsync("two", World.Spec.Replace("/orders/v4", "/two", StringComparison.Ordinal));
        await _world.RegisterAsync("broken", World.Spec.Replace("\"/orders/v4\"", "\"no-slash\"", StringComparison.Ordinal));
        _world.Create("fresh", World.Spec.Replace("/orders/v4", "/fresh", StringComparison.Ordinal));

        var apis = (await SummaryAsync()).GetProperty("apis");

        Assert.Equal(4, apis.Number("total"));
        Assert.Equal(1, apis.Number("converged"));
        Assert.Equal("""{"AddressDiffers":1,"NotAdopted":1,"NotRegistered":1}""", Compact(apis.GetProperty("gaps")));
        Assert.Equal(
            """{"true":2,"false":1,"unknown":0,"unset":1,"reasons":{"Accepted":1,"AddressPending":1,"SpecInvalid":1}}""",
            Compact(apis.GetProperty("conditions").GetProperty("Registered")));
        Assert.Equal(3, apis.GetProperty("conditions").GetProperty("ImplementationReady").Number("false"));
    }

    [Fact]
    public async Task TheSummaryOfANamespaceLeavesOutTheOthers()
    {
        _world.Create("orders");
        _world.Create("orders", ns: "other");

        Assert.Equal(2, (await SummaryAsync()).GetProperty("apis").Number("total"));
        Assert.Equal(1, (await SummaryAsync("other")).GetProperty("apis").Number("total"));
        Assert.Equal(0, (await SummaryAsync("empty")).GetProperty("apis").Number("total"));
    }

    [Fact]
    public async Task TheSummaryCountsHiddenMessagesAndTakesAQueueThatIsNotThereForEmpty()
    {
        var queues = Queues();
        await queues.SendAsync(_names.RetryQueue, new("hidden"), TimeSpan.FromMinutes(5), Token);
        await queues.SendAsync(_names.DeadLetterQueue, new("one"), TimeSpan.Zero, Token);
        await queues.SendAsync(_names.DeadLetterQueue, new("two"), TimeSpan.Zero, Token);

        var summary = await SummaryAsync();

        Assert.Equal(
            [(_names.EventsQueue, 0), (_names.RetryQueue, 1), ($"{_names.EventsQueue}-poison", 0), ($"{_names.RetryQueue}-poison", 0), (_names.DeadLetterQueue, 2)],
            summary.Items("queues").Select(queue => (queue.Text("name"), queue.Number("messages"))));
        Assert.Empty(summary.Items("problems"));
    }

    [Fact]
    public async Task TheSummaryShowsTheBreakerOfEachHostThatWasCalled()
    {
        _breakers.Add("http://two:8080");
        _breakers.Add("http://one:8080");

        Assert.Equal(
            [("http://one:8080", "Closed"), ("http://two:8080", "Closed")],
            (await SummaryAsync()).Items("gateways").Select(gateway => (gateway.Text("host"), gateway.Text("breaker"))));
    }

    [Fact]
    public async Task AnOutageIsNamedAndTheRestIsToldAllTheSame()
    {
        _world.Worker.Store.IsDown = true;
        const string nowhere = "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;QueueEndpoint=http://127.0.0.1:1/a;";
        var queues = new Queues(new(nowhere, new QueueClientOptions { Retry = { MaxRetries = 0 } }), Options.Create(_names));
        _breakers.Add("http://one:8080");

        var summary = Read(await Api(queues).SummaryAsync(ns: null, Token), 200);

        Assert.Equal(JsonValueKind.Null, summary.GetProperty("apis").ValueKind);
        Assert.All(summary.Items("queues"), queue => Assert.Equal(JsonValueKind.Null, queue.GetProperty("messages").ValueKind));
        Assert.Single(summary.Items("gateways"));
        var problems = summary.Items("problems").Select(problem => problem.GetString()!).ToList();
        Assert.Equal(6, problems.Count);
        Assert.StartsWith("The API server could not be read: could not list", problems[0], StringComparison.Ordinal);
        Assert.All(problems.Skip(1), problem => Assert.StartsWith("Queue ", problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnApiIsToldInFull()
    {
        _world.Network.Addresses["shop"] = "203.0.113.7";
        await _world.RegisterAsync();
        _world.Cluster.ChangeSpec("orders", spec => spec["port"] = 9090);

        var report = Read(await Api().ApiAsync("shop", "orders", Token), 200);

        Assert.Equal("SpecChanged", report.Text("gap"));
        Assert.Equal(9090, report.GetProperty("desired").Number("port"));
        Assert.Equal(8080, report.GetProperty("recorded").Number("port"));
        Assert.NotEqual(report.GetProperty("desired").Text("hash"), report.GetProperty("recorded").Text("hash"));
        Assert.False(report.Flag("specWasSeen"));
        Assert.Equal("http://203.0.113.7/orders/v4", report.Text("url"));
        Assert.Equal("203.0.113.7", report.Text("gatewayHost"));
        Assert.Equal(["Registered", "ImplementationReady", "ComponentNotified", "Ready"], report.Items("conditions").Select(condition => condition.Text("type")));
        Assert.Equal("True", report.Items("conditions").First().Text("status"));
        Assert.Empty(report.Items("specProblems"));
    }

    [Fact]
    public async Task AnApiWithoutASpecificationAndWithAUselessSpecIsToldWithItsProblems()
    {
        _world.Create("orders", """{"path":"orders","port":70000}""");

        var report = Read(await Api().ApiAsync("shop", "orders", Token), 200);

        Assert.Equal("NotAdopted", report.Text("gap"));
        Assert.Equal(JsonValueKind.Null, report.GetProperty("recorded").ValueKind);
        Assert.Equal(3, report.Items("specProblems").Count());
    }

    [Fact]
    public async Task AnApiThatIsNotThereIsNotFound()
    {
        var error = Read(await Api().ApiAsync("shop", "orders", Token), 404);

        Assert.Equal(("NotFound", "there is no ExposedAPI shop/orders"), (error.Text("error"), error.Text("message")));
    }

    [Theory]
    [MemberData(nameof(NamesThatCanBeNone))]
    public async Task WhatCanBeNoNameNeverReachesTheApiServer(string name)
    {
        _world.Worker.Store.IsDown = true;

        Assert.Equal("InvalidName", Read(await Api().ApiAsync("shop", name, Token), 400).Text("error"));
        Assert.Equal("InvalidName", Read(await Api().ApiAsync(name, "orders", Token), 400).Text("error"));
        if (name.Length > 0)
        {
            Assert.Equal("InvalidName", Read(await Api().SummaryAsync(name, Token), 400).Text("error"));
        }
    }

    [Fact]
    public async Task NothingIsAskedAboutANamespaceThatIsNotLookedAfter()
    {
        _world.Worker.Store.IsDown = true;
        var api = Api(namespaces: "canvas");

        Assert.Equal("NotFound", Read(await api.ApiAsync("shop", "orders", Token), 404).Text("error"));
        Assert.Contains("ApiBridge:Scope:Namespaces", Read(await api.SummaryAsync("shop", Token), 404).Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnApiCannotBeToldWhileTheClusterIsAway()
    {
        _world.Worker.Store.IsDown = true;

        Assert.Equal("ClusterUnavailable", Read(await Api().ApiAsync("shop", "orders", Token), 503).Text("error"));
    }

    private async Task<JsonElement> SummaryAsync(string? ns = null) => Read(await Api().SummaryAsync(ns, Token), 200);

    private static JsonElement Read(StatusAnswer answer, int status)
    {
        Assert.Equal(status, answer.StatusCode);
        return JsonElement.Parse(answer.Json);
    }

    private static string Compact(JsonElement element) => JsonNode.Parse(element.GetRawText())!.ToJsonString();

    private Queues Queues() => new(
        new(azurite.ConnectionString, AzuriteFixture.ClientOptions(QueueMessageEncoding.Base64)), Options.Create(_names));

    private StatusApi Api(Queues? queues = null, string namespaces = "*") => new(new(
        _cluster,
        _world.Worker.Store,
        _world.Worker.Network,
        new PublicAddressFinder(_world.Worker.Network, Options.Create(_world.Gateway), Options.Create(_world.Client)),
        queues ?? Queues(),
        _breakers,
        _world.Entries,
        Options.Create(_world.Gateway),
        new(new() { Namespaces = namespaces }),
        TimeProvider.System));
}
