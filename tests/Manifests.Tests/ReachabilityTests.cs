using System.Text.Json;

namespace ApiBridge.Manifests.Tests;

/// <summary>A worker is let out to the APIs' public URLs only where they are tried.</summary>
public sealed class ReachabilityTests
{
    private const string Enabled = "ApiBridge__Reachability__Enabled";
    private const string Policy = "functions-to-urls";
    private static readonly string[] Generated = ["apibridge-settings", "apibridge-storage"];

    public static TheoryData<string, bool> Choices { get; } = new() { { "azurite", false }, { "azurite", true }, { "azure", false }, { "azure", true } };

    [Theory, MemberData(nameof(Choices))]
    public async Task NoUrlIsTriedAndNoWorkerLetOutUnlessAskedFor(string overlay, bool isSingle)
    {
        var built = await Overlay.BuildAsync(overlay, isSingle);

        Assert.All(Programs(built), environment => Assert.DoesNotContain(environment.Keys, name => name.StartsWith("ApiBridge__Reachability__", StringComparison.Ordinal)));
        Assert.DoesNotContain(built.OfKind("NetworkPolicy"), policy => policy.Text("metadata/name") == Policy);
        Assert.DoesNotContain(EgressOfWorkers(built), rule => Ports(rule).Contains(80));
    }

    [Theory, MemberData(nameof(Choices))]
    public async Task WithTheComponentBothProgramsKnowItAndTheWorkersReachTheUrls(string overlay, bool isSingle)
    {
        var built = await Overlay.BuildAsync(overlay, isSingle, triesUrls: true);

        AssertTriesUrls(built);
        Assert.Equal(
            (await Overlay.BuildAsync(overlay, isSingle)).Objects.Select(item => (item.Kind, Name(item.Name))).Append(("NetworkPolicy", Policy)).Order(),
            built.Objects.Select(item => (item.Kind, Name(item.Name))).Order());

        // The names of the ConfigMap and the Secret end in a hash of what they hold.
        static string Name(string name) => Generated.FirstOrDefault(generated => name.StartsWith($"{generated}-", StringComparison.Ordinal)) ?? name;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task InDevelopmentTheUrlsAreTriedAtTheGatewaysService(bool isSingle)
    {
        var built = await Overlay.BuildAsync("dev", isSingle);

        AssertTriesUrls(built);
        var service = built.Find("Service", "apibridge-gateway");
        var address = new Uri(Programs(built)[1]["ApiBridge__Reachability__Address"]);
        Assert.Equal($"{service.Text("metadata/name")}.{service.Text("metadata/namespace")}.svc", address.Host);
        Assert.Equal(Assert.Single(service.Items("spec/ports")).Number("port"), address.Port);
        Assert.Contains(8080, built.Find("NetworkPolicy", "gateway").Items("spec/egress").SelectMany(Ports));
    }

    private static void AssertTriesUrls(Overlay built)
    {
        Assert.All(Programs(built), environment => Assert.Equal(("true", "01:00:00"), (environment[Enabled], environment["ApiBridge__Reachability__AuditPeriod"])));
        var policy = built.Find("NetworkPolicy", Policy);
        Assert.True(built.WorkloadOf("apibridge-functions").IsSelectedBy(policy.Child("spec/podSelector")));
        Assert.DoesNotContain(built.Workloads.Where(workload => workload.Name != "apibridge-functions"), workload => workload.IsSelectedBy(policy.Child("spec/podSelector")));
        Assert.Equal(["Egress"], policy.Items("spec/policyTypes").Select(type => type.GetString()));
        Assert.Equal([80, 443, 8080], policy.Items("spec/egress").SelectMany(Ports));

        // The metadata services of cloud providers are no gateway.
        Assert.All(
            policy.Items("spec/egress").SelectMany(rule => rule.Items("to")).Where(peer => peer.Child("ipBlock").ValueKind == JsonValueKind.Object),
            peer => Assert.NotEmpty(peer.Items("ipBlock/except")));
    }

    private static IReadOnlyList<Dictionary<string, string>> Programs(Overlay built) =>
        [built.EnvironmentOf(built.WorkloadOf("apibridge-eventbridge")), built.EnvironmentOf(built.WorkloadOf("apibridge-functions"))];

    private static IEnumerable<JsonElement> EgressOfWorkers(Overlay built) => built.OfKind("NetworkPolicy")
        .Where(policy => built.WorkloadOf("apibridge-functions").IsSelectedBy(policy.Child("spec/podSelector")))
        .SelectMany(policy => policy.Items("spec/egress"));

    private static IEnumerable<int> Ports(JsonElement rule) => rule.Items("ports").Select(port => port.Number("port"));
}
