using System.Text.Json;

namespace ApiBridge.Manifests.Tests;

/// <summary>What is asked of every pod, which a cluster with restricted Pod Security would not tell of all.</summary>
public sealed class WorkloadTests
{
    private static readonly string[] Probes = ["startupProbe", "livenessProbe", "readinessProbe"];

    public static TheoryData<string, bool> Overlays => Overlay.All;

    [Theory, MemberData(nameof(Overlays))]
    public async Task EveryPodIsAsLockedUpAsRestrictedPodSecurityAsks(string overlay, bool isSingle)
    {
        var built = await Overlay.BuildAsync(overlay, isSingle);

        Assert.All(built.Workloads, workload =>
        {
            Assert.True(workload.Pod.Flag("securityContext/runAsNonRoot"));
            Assert.True(workload.Pod.Number("securityContext/runAsUser") > 0);
            Assert.Equal("RuntimeDefault", workload.Pod.Text("securityContext/seccompProfile/type"));
            Assert.DoesNotContain((string[])["hostNetwork", "hostPID", "hostIPC"], name => workload.Pod.Flag(name) is not null);
            var container = workload.Container.Child("securityContext");
            Assert.Equal((false, false, true), (container.Flag("allowPrivilegeEscalation"), container.Flag("privileged"), container.Flag("readOnlyRootFilesystem")));
            Assert.Equal(["ALL"], container.Items("capabilities/drop").Select(name => name.GetString()));
            Assert.DoesNotContain(workload.Container.Items("ports"), port => port.Child("hostPort").ValueKind != JsonValueKind.Undefined);
            Assert.All(workload.Pod.Items("volumes"), volume => Assert.True(volume.Child("emptyDir/sizeLimit").ValueKind == JsonValueKind.String));
        });
        var labels = Assert.Single(built.OfKind("Namespace")).Child("metadata/labels");
        Assert.Equal("restricted", labels.GetProperty("pod-security.kubernetes.io/enforce").GetString());
    }

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
            Assert.Matches(":[0-9]+[.][0-9]+[.][0-9]+$", workload.Container.Text("image"));
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
