using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiBridge.Manifests.Tests.PodSecurity;

/// <summary>A namespace that enforces <c>restricted</c> Pod Security takes every pod of every overlay.</summary>
public sealed class PodSecurityTests
{
    private static readonly string[] WithPods = ["CronJob", "DaemonSet", "Deployment", "Job", "Pod", "ReplicaSet", "StatefulSet"];

    public static MatrixTheoryData<string, string> Overlays { get; } = new(
        ["azurite", "azure", "dev"], ["cluster-wide", "single-namespace", "several-namespaces"]);

    [Theory, MemberData(nameof(Overlays))]
    public async Task EveryPodIsRestricted(string overlay, string rights)
    {
        var built = await Overlay.BuildAsync(overlay, rights);

        // No pod hides in a kind that is not looked at.
        Assert.Equal(
            built.Objects.Where(item => WithPods.Contains(item.Kind, StringComparer.Ordinal)).Select(item => item.Name).Order(StringComparer.Ordinal),
            built.Workloads.Select(workload => workload.Name).Order(StringComparer.Ordinal));
        Assert.All(built.Workloads, workload => Assert.Empty(RestrictedProfile.Violations(workload.Pod)));
        var labels = Assert.Single(built.OfKind("Namespace")).Child("metadata/labels");
        Assert.All((string[])["enforce", "warn", "audit"], mode => Assert.Equal("restricted", labels.GetProperty($"pod-security.kubernetes.io/{mode}").GetString()));
    }

    // A pod as it has to be, and each thing that may not be so.
    [Theory]
    [InlineData("""{"hostNetwork":true}""", "hostNetwork")]
    [InlineData("""{"hostPID":true}""", "hostPID")]
    [InlineData("""{"hostIPC":true}""", "hostIPC")]
    [InlineData("""{"volumes":[{"name":"root","hostPath":{"path":"/"}}]}""", "volume root")]
    [InlineData("""{"volumes":[{"name":"nfs","nfs":{"server":"s","path":"/"}}]}""", "volume nfs")]
    [InlineData("""{"securityContext":{"sysctls":[{"name":"kernel.msgmax","value":"1"}]}}""", "sysctl kernel.msgmax")]
    [InlineData("""{"securityContext":{"runAsUser":0}}""", "the pod runAsUser")]
    [InlineData("""{"securityContext":{"runAsNonRoot":false}}""", "c runAsNonRoot")]
    [InlineData("""{"securityContext":{"seccompProfile":{"type":"Unconfined"}}}""", "the pod seccompProfile")]
    [InlineData("""{"securityContext":{"seccompProfile":null}}""", "c seccompProfile")]
    [InlineData("""{"securityContext":{"seLinuxOptions":{"type":"spc_t"}}}""", "the pod seLinuxOptions")]
    [InlineData("""{"securityContext":{"appArmorProfile":{"type":"Unconfined"}}}""", "the pod appArmorProfile")]
    [InlineData("""{"containers":[{"securityContext":{"privileged":true}}]}""", "c privileged")]
    [InlineData("""{"containers":[{"securityContext":{"allowPrivilegeEscalation":null}}]}""", "c allowPrivilegeEscalation")]
    [InlineData("""{"containers":[{"securityContext":{"runAsNonRoot":false}}]}""", "c runAsNonRoot")]
    [InlineData("""{"containers":[{"securityContext":{"runAsUser":0}}]}""", "c runAsUser")]
    [InlineData("""{"containers":[{"securityContext":{"capabilities":{"drop":["NET_RAW"]}}}]}""", "c capabilities.drop")]
    [InlineData("""{"containers":[{"securityContext":{"capabilities":{"add":["SYS_ADMIN"]}}}]}""", "c capabilities.add")]
    [InlineData("""{"containers":[{"securityContext":{"procMount":"Unmasked"}}]}""", "c procMount")]
    [InlineData("""{"containers":[{"securityContext":{"seccompProfile":{"type":"Unconfined"}}}]}""", "c seccompProfile")]
    [InlineData("""{"containers":[{"ports":[{"containerPort":80,"hostPort":80}]}]}""", "c hostPort")]
    [InlineData("""{"containers":[{"livenessProbe":{"httpGet":{"host":"169.254.169.254","port":80}}}]}""", "c probe host")]
    [InlineData("""{"initContainers":[{"name":"i","securityContext":{}}]}""", "i allowPrivilegeEscalation, i capabilities.drop")]
    public void WhatIsNotRestrictedIsFound(string change, string violations)
    {
        var pod = JsonNode.Parse(
            """
            {
              "securityContext": { "runAsNonRoot": true, "seccompProfile": { "type": "RuntimeDefault" } },
              "containers": [ { "name": "c", "securityContext": { "allowPrivilegeEscalation": false, "capabilities": { "drop": [ "ALL" ] } } } ]
            }
            """)!.AsObject();
        Assert.Empty(RestrictedProfile.Violations(JsonSerializer.SerializeToElement(pod)));

        Merge(pod, JsonNode.Parse(change)!.AsObject());

        Assert.Equal(violations.Split(", "), RestrictedProfile.Violations(JsonSerializer.SerializeToElement(pod)));
    }

    private static void Merge(JsonObject target, JsonObject change)
    {
        foreach (var (name, value) in change)
        {
            switch (target[name], value)
            {
                case (JsonObject inner, JsonObject changed):
                    Merge(inner, changed);
                    break;
                case (JsonArray items, JsonArray changes) when items[0] is JsonObject:
                    Merge(items[0]!.AsObject(), changes[0]!.AsObject());
                    break;
                default:
                    target[name] = value?.DeepClone();
                    break;
            }
        }
    }
}
