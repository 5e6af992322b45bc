using System.Text.RegularExpressions;

namespace ApiBridge.Manifests.Tests.Chart;

/// <summary>The chart renders what kustomize renders, field by field, apart from the labels of each.</summary>
public sealed partial class RenderingTests
{
    private const string ClusterWide = "components/cluster-wide";
    private const string SingleNamespace = "components/single-namespace";
    private const string SeveralNamespaces = "components/several-namespaces";
    private const string Identity = "00000000-0000-0000-0000-000000000000";

    public static TheoryData<string, string, bool, bool> Combinations =>
        new MatrixTheoryData<string, string, bool, bool>(["azurite", "azure"], [ClusterWide, SingleNamespace, SeveralNamespaces], [false, true], [false, true]);

    private static string[] InAzure => ["--set", $"storage.kind=workloadIdentity,storage.workloadIdentity.accountName=apibridgestorage,storage.workloadIdentity.clientId={Identity}"];

    [Theory, MemberData(nameof(Combinations))]
    public async Task TheChartIsTheOverlay(string overlay, string rights, bool triesUrls, bool isMonitored)
    {
        var built = await Kustomization.BuildAsync(overlay, [rights, .. triesUrls ? ["components/reachability"] : Array.Empty<string>(), .. isMonitored ? ["monitoring", "components/telemetry"] : Array.Empty<string>()]);
        var rendered = await Helm.RenderAsync(
            [.. overlay == "azure" ? InAzure : [], .. Scope(rights), "--set", $"reachability.enabled={Said(triesUrls)},monitoring.enabled={Said(isMonitored)}", "--set", $"telemetry.endpoint={(isMonitored ? "http://otel-collector.monitoring.svc:4317" : "")}"]);

        AssertSame(Rendering.OfKustomize(built), Rendering.OfHelm(rendered));
    }

    // No overlay has this storage: its pods are Azurite's clients but for the Secret's name, and its account is in Azure.
    [Theory]
    [InlineData(ClusterWide)]
    [InlineData(SingleNamespace)]
    public async Task WithAConnectionStringInASecretTheChartIsTheOverlayWithoutItsStorage(string rights)
    {
        var azurite = (await Kustomization.BuildAsync("azurite", rights)).Where(item => !item.Name.Contains("azurite", StringComparison.Ordinal) && item.Kind != "Secret");
        var azure = (await Kustomization.BuildAsync("azure", rights)).Where(item => item.Name == "to-azure");
        var rendered = await Helm.RenderAsync(["--set", "storage.kind=connectionStringSecret,storage.connectionStringSecret.name=account,storage.connectionStringSecret.key=url", .. Scope(rights)]);

        var expected = Rendering.OfKustomize(azurite.Concat(azure));
        foreach (var (name, text) in expected.ToList())
        {
            expected[name] = StorageKey().Replace(text, "\"key\": \"url\",${blank}\"name\": \"account\"");
        }

        AssertSame(expected, Rendering.OfHelm(rendered));
    }

    [Fact]
    public async Task TheLintFindsNothing()
    {
        using var helm = new Helm();
        foreach (var arguments in (string[][])[[], InAzure, ["--set", "storage.kind=connectionStringSecret,storage.connectionStringSecret.name=account"], Scope(SeveralNamespaces), ["--set", "monitoring.enabled=true,reachability.enabled=true"]])
        {
            Assert.Contains("0 chart(s) failed", await helm.RunAsync(["lint", "--strict", Helm.Chart, .. arguments]), StringComparison.Ordinal);
        }
    }

    private static string[] Scope(string rights) => rights switch
    {
        SingleNamespace => ["--set", "scope.kind=namespaces,scope.namespaces={components}"],
        SeveralNamespaces => ["--set", "scope.kind=namespaces,scope.namespaces={components,shop}"],
        _ => [],
    };

    private static string Said(bool value) => value ? "true" : "false";

    private static void AssertSame(SortedDictionary<string, string> expected, SortedDictionary<string, string> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, item => Assert.Equal(item.Value, actual[item.Key]));
    }

    [GeneratedRegex("\"key\": \"AzureWebJobsStorage\",(?<blank>\\s+)\"name\": \"apibridge-storage\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StorageKey();
}
