using System.Diagnostics.Metrics;
using ApiBridge.EventBridge.Hosting;
using ApiBridge.Reconciliation;
using ApiBridge.Reconciliation.Gateway;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ApiBridge.Manifests.Tests.Monitoring;

/// <summary>docs/metrics.md has every instrument of both programs, with its kind and unit, and no other.</summary>
public sealed class MetricsPageTests
{
    [Fact]
    public async Task ThePageHasEveryInstrumentOfTheBridge()
    {
        var published = new List<Instrument>();
        using var listener = Listen("ApiBridge.EventBridge", published);
        await using var bridge = EventBridgeHost.Build([], settings => settings.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
            ["ApiBridge:Kubernetes:Server"] = "http://127.0.0.1:1",
            ["ApiBridge:Leadership:Namespace"] = "default",
        }));

        AssertListed(MetricsPage.Bridge, published);
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
