using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiBridge.Manifests.Tests.Monitoring;

/// <summary>Where the component is taken, Prometheus finds both programs, and the network lets it.</summary>
public sealed class MonitorTests
{
    private static readonly string[] Kinds = ["ServiceMonitor", "PodMonitor", "PrometheusRule"];

    public static TheoryData<string, bool> Overlays => Overlay.All;

    [Theory, MemberData(nameof(Overlays))]
    public async Task NothingOfItIsThereUnlessAskedFor(string overlay, bool isSingle)
    {
        var built = await Overlay.BuildAsync(overlay, isSingle);

        Assert.DoesNotContain(built.Objects, item => Kinds.Contains(item.Kind, StringComparer.Ordinal) || item.Name == "apibridge-dashboard");
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task WithItComeTheMonitorsTheAlertsAndTheBoardAndNothingElse(string overlay, bool isSingle)
    {
        var (without, with) = (await Overlay.BuildAsync(overlay, isSingle), await Overlay.BuildAsync(overlay, isSingle, isMonitored: true));

        var come = with.Objects.Where(item => without.Objects.All(other => (other.Kind, other.Name) != (item.Kind, item.Name) && !IsGenerated(item.Name))).ToList();
        Assert.Equal(["ConfigMap", "PodMonitor", "PrometheusRule", "ServiceMonitor"], come.Select(item => item.Kind).Order(StringComparer.Ordinal));
        Assert.Equal(without.Objects.Count + come.Count, with.Objects.Count);
        Assert.All(come.SelectMany(item => with.OfKind(item.Kind).Where(found => found.Text("metadata/name") == item.Name)), item =>
        {
            Assert.Equal("apibridge", item.Text("metadata/namespace"));
            Assert.Equal(item.Text("kind") == "ConfigMap" ? string.Empty : "kube-prometheus-stack", item.Text("metadata/labels/release"));
        });
        Assert.All(without.Objects.Where(item => !IsGenerated(item.Name)), item => Assert.Contains(
            with.Objects, other => (other.Kind, other.Name) == (item.Kind, item.Name) && JsonNode.DeepEquals(other.Json["metadata"], item.Json["metadata"])));
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task PrometheusAsksEachReplicaOfTheBridge(string overlay, bool isSingle)
    {
        var built = await Overlay.BuildAsync(overlay, isSingle, isMonitored: true);
        var monitor = Assert.Single(built.OfKind("ServiceMonitor")).Child("spec");

        var wanted = monitor.Child("selector/matchLabels").EnumerateObject().ToList();
        var service = Assert.Single(built.OfKind("Service"), service => wanted.TrueForAll(label => LabelOf(service.Child("metadata/labels"), label.Name) == label.Value.GetString()));
        var endpoint = Assert.Single(monitor.Items("endpoints"));
        var port = Assert.Single(service.Items("spec/ports"), port => port.Text("name") == endpoint.Text("port"));
        Assert.Equal("/metrics", endpoint.Text("path"));
        AssertLetIn(built, "apibridge-eventbridge", port.Text("targetPort"));
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task PrometheusAsksEachFunctionsPod(string overlay, bool isSingle)
    {
        var built = await Overlay.BuildAsync(overlay, isSingle, isMonitored: true);
        var monitor = Assert.Single(built.OfKind("PodMonitor")).Child("spec");

        Assert.Equal("apibridge-functions", Assert.Single(built.Workloads, workload => workload.IsSelectedBy(monitor.Child("selector"))).Name);
        var endpoint = Assert.Single(monitor.Items("podMetricsEndpoints"));
        Assert.Equal("/api/metrics", endpoint.Text("path"));
        AssertLetIn(built, "apibridge-functions", endpoint.Text("port"));
    }

    // Its name has a slash.
    private static string? LabelOf(JsonElement labels, string name) => labels.ValueKind == JsonValueKind.Object && labels.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static bool IsGenerated(string name) => name.StartsWith("apibridge-settings-", StringComparison.Ordinal) || name.StartsWith("apibridge-storage-", StringComparison.Ordinal);

    private static void AssertLetIn(Overlay built, string name, string port)
    {
        var workload = built.WorkloadOf(name);
        var number = Assert.Single(workload.Container.Items("ports"), known => known.Text("name") == port).Number("containerPort");
        var rules = built.OfKind("NetworkPolicy").Where(policy => workload.IsSelectedBy(policy.Child("spec/podSelector"))).SelectMany(policy => policy.Items("spec/ingress"));
        Assert.Contains(rules, rule =>
            rule.Items("from").Any(peer => LabelOf(peer.Child("namespaceSelector/matchLabels"), "kubernetes.io/metadata.name") == "monitoring")
            && rule.Items("ports").Any(allowed => allowed.Number("port") == number));
    }
}
