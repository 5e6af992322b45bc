using System.Text.Json;

namespace ApiBridge.Manifests.Tests;

/// <summary>Both programs are let out to a collector only where they send something there.</summary>
public sealed class TelemetryTests
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Policy = "telemetry";
    private static readonly string[] Programs = ["apibridge-eventbridge", "apibridge-functions"];
    private static readonly int[] Ports = [4317, 4318];

    public static TheoryData<string, bool> Choices => Overlay.All;

    [Theory, MemberData(nameof(Choices))]
    public async Task NothingIsSentAndNobodyLetOutUnlessAskedFor(string overlay, bool isSingle)
    {
        var built = await Overlay.BuildAsync(overlay, isSingle);

        Assert.All(Programs, program => Assert.DoesNotContain(
            built.EnvironmentOf(built.WorkloadOf(program)).Keys, name => name.StartsWith("OTEL_", StringComparison.Ordinal)));
        Assert.DoesNotContain(built.OfKind("NetworkPolicy"), policy => policy.Text("metadata/name") == Policy);
        Assert.DoesNotContain(built.OfKind("NetworkPolicy").SelectMany(Egress), rule => PortsOf(rule).Intersect(Ports).Any());
    }

    [Theory, MemberData(nameof(Choices))]
    public async Task WithTheComponentBothProgramsSendToTheCollectorThatTheyAreLetOutTo(string overlay, bool isSingle)
    {
        var built = await Overlay.BuildAsync(overlay, isSingle, sendsTelemetry: true);

        var policy = built.Find("NetworkPolicy", Policy);
        var rule = Assert.Single(Egress(policy));
        Assert.Equal(Ports, PortsOf(rule));
        Assert.Equal(["Egress"], policy.Items("spec/policyTypes").Select(type => type.GetString()));
        var open = Assert.Single(rule.Items("to")).Child("namespaceSelector/matchLabels").GetProperty("kubernetes.io/metadata.name").GetString();
        Assert.All(Programs, program =>
        {
            var workload = built.WorkloadOf(program);
            Assert.True(workload.IsSelectedBy(policy.Child("spec/podSelector")));
            var collector = new Uri(built.EnvironmentOf(workload)[Endpoint]);
            Assert.Equal(open, collector.Host.Split('.')[1]);
            Assert.Contains(collector.Port, Ports);
        });
        Assert.DoesNotContain(
            built.Workloads.Where(workload => !Programs.Contains(workload.Name)), workload => workload.IsSelectedBy(policy.Child("spec/podSelector")));
    }

    private static IEnumerable<JsonElement> Egress(JsonElement policy) => policy.Items("spec/egress");

    private static IEnumerable<int> PortsOf(JsonElement rule) => rule.Items("ports").Select(port => port.Number("port"));
}
