using System.Text.RegularExpressions;

namespace ApiBridge.Manifests.Tests.Chart;

/// <summary>The chart renders what kustomize renders, field by field, apart from the labels of each.</summary>
public sealed partial class RenderingTests
{
    private const string Identity = "00000000-0000-0000-0000-000000000000";

    public static TheoryData<string, bool, bool> Combinations => new MatrixTheoryData<string, bool, bool>(["azurite", "azure"], [false, true], [false, true]);

    private static string[] InAzure => ["--set", $"storage.kind=workloadIdentity,storage.workloadIdentity.accountName=apibridgestorage,storage.workloadIdentity.clientId={Identity}"];

    [Theory, MemberData(nameof(Combinations))]
    public async Task TheChartIsTheOverlay(string overlay, bool isSingle, bool triesUrls)
    {
        var built = await Overlay.BuildAsync(overlay, isSingle, triesUrls);
        var rendered = await Helm.RenderAsync([.. overlay == "azure" ? InAzure : [], .. Scope(isSingle), "--set", $"reachability.enabled={(triesUrls ? "true" : "false")}"]);

        AssertSame(Rendering.OfKustomize(built.Objects), Rendering.OfHelm(rendered));
    }

    // No overlay has this storage: it is Azurite's without Azurite, under the Secret's name.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WithAConnectionStringInASecretTheChartIsTheOverlayWithoutItsStorage(bool isSingle)
    {
        var built = await Overlay.BuildAsync("azurite", isSingle);
        var rendered = await Helm.RenderAsync(["--set", "storage.kind=connectionStringSecret,storage.connectionStringSecret.name=account,storage.connectionStringSecret.key=url", .. Scope(isSingle)]);

        var expected = Rendering.OfKustomize(built.Objects.Where(item => !item.Name.Contains("azurite", StringComparison.Ordinal) && item.Kind != "Secret"));
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
        foreach (var arguments in (string[][])[[], InAzure, ["--set", "storage.kind=connectionStringSecret,storage.connectionStringSecret.name=account"], ["--set", "scope.kind=namespaces,scope.namespaces={a,b}"]])
        {
            Assert.Contains("0 chart(s) failed", await helm.RunAsync(["lint", "--strict", Repository.Chart, .. arguments]), StringComparison.Ordinal);
        }
    }

    private static string[] Scope(bool isSingle) => isSingle ? ["--set", "scope.kind=namespaces,scope.namespaces={components}"] : [];

    private static void AssertSame(SortedDictionary<string, string> expected, SortedDictionary<string, string> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, item => Assert.Equal(item.Value, actual[item.Key]));
    }

    [GeneratedRegex("\"key\": \"AzureWebJobsStorage\",(?<blank>\\s+)\"name\": \"apibridge-storage\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StorageKey();
}
