using System.Diagnostics.Metrics;
using System.Net.Http.Json;
using System.Text;
using ApiBridge.EventBridge.Hosting;
using ApiBridge.LocalStack.Kubernetes;
using ApiBridge.Reconciliation;
using ApiBridge.Reconciliation.Gateway;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ApiBridge.Manifests.Tests.Monitoring;

/// <summary>docs/metrics.md has every instrument of both programs, with its kind and unit, and no other.</summary>
public sealed class MetricsPageTests(AzuriteFixture azurite)
{
    private const string Apis = "/apis/oda.tmforum.org/v1/namespaces/default/exposedapis";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ThePageHasEveryInstrumentOfTheBridgeAndEverySeriesThatItTells()
    {
        var published = new List<Instrument>();
        using var listener = Listen("ApiBridge.EventBridge", published);
        await using var cluster = await KubernetesApiEmulator.StartAsync(cancellationToken: Token);
        using var client = new HttpClient { BaseAddress = cluster.Url };
        await DefineAsync(client);
        await using var bridge = EventBridgeHost.Build([], settings => settings.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["AzureWebJobsStorage"] = azurite.ConnectionString,
            ["ApiEventsQueue"] = AzuriteFixture.NewQueueName(),
            ["ApiBridge:Kubernetes:Server"] = cluster.Url.OriginalString,
            ["ApiBridge:Leadership:Namespace"] = "default",
            ["ApiBridge:Queue:ProbePeriod"] = "00:00:01",
        }));
        await bridge.StartAsync(Token);
        using var probe = new HttpClient { BaseAddress = new(bridge.Urls.Single()) };

        await Deadline.UntilAsync(async () => await SumAsync(probe, "apibridge_messages_sent_total"), sent => sent == 1, "the message was sent");
        await Deadline.UntilAsync(async () => await SumAsync(probe, "apibridge_queue_age_seconds"), age => age > 0, "nobody takes the message");

        AssertListed(MetricsPage.Bridge, published);
        Assert.All(await ReadAsync(probe), series => Assert.Null(series.ProblemIn(MetricsPage.Bridge)));
        await Deadline.UntilAsync(async () => await SumAsync(probe, "apibridge_apis_unconverged_age_seconds"), age => age > 0, "the API lacks something");
        await bridge.StopAsync(Token);
    }

    [Fact]
    public async Task ThePageHasEveryInstrumentOfAWorker()
    {
        var published = new List<Instrument>();
        using var listener = Listen(ReconciliationTelemetry.SourceName, published);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        _ = new GatewayBreakers(services.GetRequiredService<IMeterFactory>());
        ReconciliationMetrics.Requeued("a reason"); // The other instruments are made with this one.

        AssertListed(MetricsPage.Worker, published);
    }

    [Fact]
    public void EveryNameInPrometheusIsWhatTheExporterMakesOfIt() =>
        Assert.All(MetricsPage.All.Where(metric => metric.Name.Length > 0), metric =>
        {
            var suffix = (metric.Unit == "s" ? "_seconds" : string.Empty) + (metric.Kind == "counter" ? "_total" : string.Empty);
            Assert.Equal(metric.Name.Replace('.', '_') + suffix, metric.InPrometheus);
        });

    private static async Task<double> SumAsync(HttpClient probe, string name) => (await ReadAsync(probe)).Where(series => series.Name == name).Sum(series => series.Value);

    private static async Task<IReadOnlyList<PrometheusSeries>> ReadAsync(HttpClient probe) =>
        PrometheusSeries.Read(await probe.GetStringAsync(new Uri("/metrics", UriKind.Relative), Token));

    private static async Task DefineAsync(HttpClient cluster)
    {
        using var definition = new StringContent(
            await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "crds", "exposedapis.oda.tmforum.org.yaml"), Token), Encoding.UTF8, "application/yaml");
        using var defined = await cluster.PostAsync(new Uri("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", UriKind.Relative), definition, Token);
        await Deadline.UntilAsync(async () => (await cluster.GetAsync(new Uri(Apis, UriKind.Relative), Token)).IsSuccessStatusCode, "the resource is served");
        using var created = await cluster.PostAsJsonAsync(
            new Uri(Apis, UriKind.Relative),
            new
            {
                apiVersion = "oda.tmforum.org/v1",
                kind = "ExposedAPI",
                metadata = new { name = "orders" },
                spec = new { name = "orders", path = "/orders", implementation = "svc", port = 8080, apiType = "openapi", specification = new { url = "https://example.org/a.json" } },
            },
            Token);
        Assert.True(created.IsSuccessStatusCode, await created.Content.ReadAsStringAsync(Token));
    }

    private static MeterListener Listen(string meter, List<Instrument> published)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == meter)
                {
                    lock (published)
                    {
                        published.Add(instrument);
                    }
                }
            },
        };
        listener.Start();
        return listener;
    }

    private static void AssertListed(string section, List<Instrument> published)
    {
        lock (published)
        {
            Assert.Equal(
                published.Select(instrument => (instrument.Name, KindOf(instrument), instrument.Unit ?? string.Empty)).Distinct().Order(),
                MetricsPage.All.Where(metric => metric.Section == section).Select(metric => (metric.Name, metric.Kind, metric.Unit)).Order());
        }
    }

    private static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Counter" or "ObservableCounter" => "counter",
        "ObservableGauge" => "gauge",
        "Histogram" => "histogram",
        var other => other,
    };
}
