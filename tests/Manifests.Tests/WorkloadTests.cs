using System.Text.Json;

namespace ApiBridge.Manifests.Tests;

/// <summary>What is asked of every pod.</summary>
public sealed class WorkloadTests
{
    private static readonly string[] Probes = ["startupProbe", "livenessProbe", "readinessProbe"];

    public static TheoryData<string, bool> Overlays => Overlay.All;

    // More than restricted Pod Security asks, which is checked by PodSecurityTests.
    [Theory, MemberData(nameof(Overlays))]
    public async Task NoContainerCanWriteButToSmallVolumes(string overlay, bool isSingle) =>
        Assert.All((await Overlay.BuildAsync(overlay, isSingle)).Workloads, workload =>
        {
            Assert.True(workload.Container.Flag("securityContext/readOnlyRootFilesystem"));
            Assert.All(workload.Pod.Items("volumes"), volume => Assert.True(volume.Child("emptyDir/sizeLimit").ValueKind == JsonValueKind.String));
        });

    [Theory, MemberData(nameof(Overlays))]
    public async Task EveryContainerIsProbedAndSaysWhatItNeeds(string overlay, bool isSingle) =>
        Assert.All((await Overlay.BuildAsync(overlay, isSingle)).Workloads, workload =>
        {
            var ports = workload.Container.Items("ports").Select(port => port.Text("name")).ToList();
            Assert.All(Probes, probe =>
            {
                var (http, tcp) = (workload.Container.Text($"{probe}/httpGet/port"), workload.Container.Text($"{probe}/tcpSocket/port"));
                Assert.Contains(http.Length > 0 ? http : tcp, ports);
            });
            Assert.All(
                (string[])["requests/cpu", "requests/memory", "limits/memory"],
                amount => Assert.NotEmpty(workload.Container.Text($"resources/{amount}")));
            Assert.Matches(":[0-9]+[.][0-9]+[.][0-9]+(@sha256:[0-9a-f]{64})?$", workload.Container.Text("image"));
        });

    [Theory]
    [InlineData("apibridge-eventbridge", "/healthz", "/readyz")]
    [InlineData("apibridge-functions", "/admin/host/ping", "/")]
    public async Task TheProbesAskWhatTheProgramsAnswer(string name, string live, string ready)
    {
        var container = (await Overlay.BuildAsync("azure", isSingleNamespace: false)).WorkloadOf(name).Container;

        Assert.Equal([live, live, ready], Probes.Select(probe => container.Text($"{probe}/httpGet/path")));
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task OnlyWhoeverSpeaksToTheApiServerHasATokenForIt(string overlay, bool isSingle) =>
        Assert.All((await Overlay.BuildAsync(overlay, isSingle)).Workloads, workload => Assert.Equal(
            workload.Name is "apibridge-eventbridge" or "apibridge-functions", workload.Pod.Flag("automountServiceAccountToken")));

    [Fact]
    public async Task TheBridgeHasAStandbyOnAnotherNode()
    {
        var built = await Overlay.BuildAsync("azure", isSingleNamespace: false);
        var bridge = built.WorkloadOf("apibridge-eventbridge");
        var term = Assert.Single(bridge.Pod.Items("affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution")).Child("podAffinityTerm");
        var budget = Assert.Single(built.OfKind("PodDisruptionBudget"));

        Assert.Equal(2, bridge.Spec.Number("replicas"));
        Assert.Equal("kubernetes.io/hostname", term.Text("topologyKey"));
        Assert.True(bridge.IsSelectedBy(term.Child("labelSelector")));
        Assert.True(bridge.IsSelectedBy(budget.Child("spec/selector")));
        Assert.Equal(1, budget.Child("spec").Number("maxUnavailable"));
    }
}
