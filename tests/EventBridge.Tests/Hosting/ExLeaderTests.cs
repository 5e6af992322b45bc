using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ApiBridge.EventBridge.Hosting;
using ApiBridge.EventBridge.Queueing;
using ApiBridge.EventBridge.Tracking;
using ApiBridge.LocalStack.Kubernetes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ApiBridge.EventBridge.Tests.Hosting;

/// <summary>A bridge that another one leads in place of.</summary>
public sealed partial class ExLeaderTests(AzuriteFixture azurite)
{
    private const string Apis = "/apis/oda.tmforum.org/v1/namespaces/default/exposedapis";
    private const string Lease = "/apis/coordination.k8s.io/v1/namespaces/default/leases/apibridge-eventbridge";

    private static readonly string[] OfTheTerm =
    [
        "apibridge_apis", "apibridge_apis_unconverged", "apibridge_apis_unconverged_age_seconds", "apibridge_claims_waiting", "apibridge_objects_unreadable", "apibridge_outbox_waiting", "apibridge_outbox_sending",
        "apibridge_outbox_delayed", "apibridge_outbox_age_seconds", "apibridge_queue_wait_seconds", "apibridge_watch_age_seconds", "apibridge_watch_event_age_seconds",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ItsGaugesAreZeroAndItRemembersNothing()
    {
        await using var server = await KubernetesApiEmulator.StartAsync(cancellationToken: Token);
        using var cluster = new HttpClient { BaseAddress = server.Url };
        await DefineAsync(cluster);
        await cluster.PostAsJsonAsync(new Uri(Apis, UriKind.Relative), Api(), Token);
        await using var bridge = await StartAsync(server.Url);
        using var probe = new HttpClient { BaseAddress = new Uri(bridge.Urls.Single()) };
        await Deadline.UntilAsync(async () => (await GaugesAsync(probe))["apibridge_apis_unconverged"].SequenceEqual([1.0]), "it knows of the API");
        Assert.Contains((await GaugesAsync(probe))["apibridge_watch_age_seconds"], age => age is > 0 and < 60);

        await StealAsync(cluster);

        await Deadline.UntilAsync(async () => (await probe.GetStringWhateverStatusAsync("/readyz")).Contains("\"holder\":\"thief\"", StringComparison.Ordinal), "it follows");
        var gauges = await GaugesAsync(probe);
        Assert.Equal([0.0], gauges["apibridge_leader"]);
        Assert.All(OfTheTerm, name => Assert.NotEmpty(gauges[name]));
        Assert.All(OfTheTerm.SelectMany(name => gauges[name]), value => Assert.Equal(0, value));
        await Deadline.UntilAsync(() => bridge.Services.GetRequiredService<ExposedApiTracker>().Known == 0, "it forgot");
        Assert.False(bridge.Services.GetRequiredService<Outbox>().IsWaiting(new("default", "orders", "")));
        await bridge.StopAsync(Token);
    }

    private static JsonObject Api() => new()
    {
        ["apiVersion"] = "oda.tmforum.org/v1",
        ["kind"] = "ExposedAPI",
        ["metadata"] = new JsonObject { ["name"] = "orders" },
        ["spec"] = new JsonObject
        {
            ["name"] = "orders",
            ["path"] = "/orders",
            ["implementation"] = "svc",
            ["port"] = 8080,
            ["apiType"] = "openapi",
            ["specification"] = new JsonObject { ["url"] = "https://example.org/a.json" },
        },
    };

    // By the gauge, the values of all its series.
    private static async Task<ILookup<string, double>> GaugesAsync(HttpClient probe) =>
        (await probe.GetStringAsync(new Uri("/metrics", UriKind.Relative), Token)).Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .ToLookup(line => line.Split('{', ' ')[0], line => double.Parse(Sample().Match(line).Groups["value"].ValueSpan, CultureInfo.InvariantCulture));

    // A value, and perhaps a time.
    [GeneratedRegex(@"^[^{ ]+(\{.*\})? (?<value>\S+)( \d+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sample();

    private static Task StealAsync(HttpClient cluster) => Deadline.UntilAsync(
        async () =>
        {
            var lease = (await cluster.GetFromJsonAsync<JsonObject>(new Uri(Lease, UriKind.Relative), Token))!;
            (lease["spec"]!["holderIdentity"], lease["spec"]!["leaseDurationSeconds"]) = ("thief", 600);
            return (await cluster.PutAsJsonAsync(new Uri(Lease, UriKind.Relative), lease, Token)).IsSuccessStatusCode;
        },
        "the Lease was stolen");

    private static async Task DefineAsync(HttpClient cluster)
    {
        using var crd = new StringContent(
            await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "crds", "exposedapis.oda.tmforum.org.yaml"), Token), Encoding.UTF8, "application/yaml");
        Assert.True((await cluster.PostAsync(new Uri("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", UriKind.Relative), crd, Token)).IsSuccessStatusCode);
        await Deadline.UntilAsync(async () => (await cluster.GetAsync(new Uri(Apis, UriKind.Relative), Token)).IsSuccessStatusCode, "the resource is served");
    }

    private async Task<WebApplication> StartAsync(Uri server)
    {
        var app = EventBridgeHost.Build([], configuration => configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["AzureWebJobsStorage"] = azurite.ConnectionString,
            ["ApiEventsQueue"] = AzuriteFixture.NewQueueName(),
            ["ApiBridge:Leadership:Namespace"] = "default",
            ["ApiBridge:Kubernetes:Server"] = server.ToString(),
        }));
        await app.StartAsync(Token);
        return app;
    }
}
