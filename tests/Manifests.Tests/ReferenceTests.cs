using System.Text.Json;

namespace ApiBridge.Manifests.Tests;

/// <summary>What one object names of another is there.</summary>
public sealed class ReferenceTests
{
    public static TheoryData<string, bool> Overlays => Overlay.All;

    [Theory, MemberData(nameof(Overlays))]
    public async Task EverySelectorMeansPodsThatThereAre(string overlay, bool isSingle)
    {
        var built = await Overlay.BuildAsync(overlay, isSingle);

        Assert.All(built.Workloads, workload => Assert.True(workload.IsSelectedBy(workload.Spec.Child("selector"))));
        Assert.All(built.OfKind("NetworkPolicy"), policy =>
        {
            var selector = policy.Child("spec/podSelector");
            Assert.Contains(built.Workloads, workload => workload.IsSelectedBy(selector));
            Assert.All(
                Peers(policy).Select(peer => peer.Child("podSelector")).Where(pods => pods.ValueKind == JsonValueKind.Object),
                pods => Assert.Contains(built.Workloads, workload => workload.IsSelectedBy(pods)));
        });
        Assert.All(built.OfKind("Service"), service =>
        {
            var selector = JsonSerializer.SerializeToElement(new { matchLabels = service.Child("spec/selector") });
            var workload = Assert.Single(built.Workloads, workload => workload.IsSelectedBy(selector));
            Assert.All(service.Items("spec/ports"), port =>
                Assert.Contains(workload.Container.Items("ports"), of => of.Text("name") == port.Text("targetPort")));
        });
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task EveryNameThatIsReferredToIsThere(string overlay, bool isSingle)
    {
        var built = await Overlay.BuildAsync(overlay, isSingle);

        Assert.All(built.Workloads, workload => Assert.NotEmpty(built.EnvironmentOf(workload)));
        Assert.All(built.Workloads.Where(workload => workload.Pod.Text("serviceAccountName").Length > 0), workload => built.Find("ServiceAccount", workload.Pod.Text("serviceAccountName")));
        Assert.All(built.Workloads, workload => Assert.Subset(
            Names(workload.Pod.Items("volumes")).Concat(Names(workload.Spec.Items("volumeClaimTemplates"), "metadata/name")).ToHashSet(StringComparer.Ordinal),
            Names(workload.Container.Items("volumeMounts")).ToHashSet(StringComparer.Ordinal)));
        Assert.All(built.OfKind("RoleBinding").Concat(built.OfKind("ClusterRoleBinding")), binding =>
        {
            var role = built.Find(binding.Text("roleRef/kind"), binding.Text("roleRef/name"));
            Assert.Equal(binding.Text("metadata/namespace"), role.Text("metadata/namespace"));
            var subject = Assert.Single(binding.Items("subjects"));
            Assert.Equal(built.Find("ServiceAccount", subject.Text("name")).Text("metadata/namespace"), subject.Text("namespace"));
        });
        var scaled = Assert.Single(built.OfKind("ScaledObject"));
        built.WorkloadOf(scaled.Text("spec/scaleTargetRef/name"));
        var authentication = Assert.Single(built.OfKind("TriggerAuthentication"));
        Assert.All(scaled.Items("spec/triggers"), trigger => Assert.Equal(authentication.Text("metadata/name"), trigger.Text("authenticationRef/name")));
        Assert.All(authentication.Items("spec/secretTargetRef"), secret => Assert.NotEmpty(built.SecretValue(secret.Text("name"), secret.Text("key"))));
    }

    [Theory, MemberData(nameof(Overlays))]
    public async Task WhateverIsNotLetThroughIsDenied(string overlay, bool isSingle)
    {
        var built = await Overlay.BuildAsync(overlay, isSingle);
        var denial = built.Find("NetworkPolicy", "default-deny").Child("spec");

        Assert.Empty(denial.Child("podSelector").EnumerateObject());
        Assert.Equal(["Ingress", "Egress"], denial.Items("policyTypes").Select(type => type.GetString()));
        Assert.Equal(JsonValueKind.Undefined, denial.Child("ingress").ValueKind);
        Assert.Equal(JsonValueKind.Undefined, denial.Child("egress").ValueKind);
        Assert.All(built.OfKind("NetworkPolicy").SelectMany(policy => policy.Items("spec/ingress")), rule =>
        {
            Assert.NotEmpty(rule.Items("from"));
            Assert.NotEmpty(rule.Items("ports"));
        });
        Assert.All(built.OfKind("NetworkPolicy").SelectMany(policy => policy.Items("spec/egress")), rule => Assert.NotEmpty(rule.Items("ports")));
    }

    private static IEnumerable<JsonElement> Peers(JsonElement policy) =>
        policy.Items("spec/ingress").SelectMany(rule => rule.Items("from")).Concat(policy.Items("spec/egress").SelectMany(rule => rule.Items("to")))
            .Where(peer => peer.Child("namespaceSelector").ValueKind == JsonValueKind.Undefined);

    private static IEnumerable<string> Names(IEnumerable<JsonElement> items, string path = "name") => items.Select(item => item.Text(path));
}
