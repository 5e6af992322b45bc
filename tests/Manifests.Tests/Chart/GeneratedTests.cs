using ApiBridge.Chart;
using ApiBridge.TestServers.Documents;

namespace ApiBridge.Manifests.Tests.Chart;

/// <summary>What of the chart is made from the manifests is what they make of it.</summary>
public sealed class GeneratedTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void TheChartIsWhatTheManifestsMakeIt()
    {
        var made = ChartFiles.Make(RepositoryFolder.Root);

        Assert.All(made, file => Assert.True(
            File.ReadAllText(Path.Combine(RepositoryFolder.Root, file.Key)) == file.Value, $"{file.Key} is not what keda/ and tools/Chart make: run `make chart` and commit what it writes"));
        var templates = Path.Combine(RepositoryFolder.Root, ChartFiles.Templates);
        Assert.Equal(
            made.Keys.Where(path => path.StartsWith(ChartFiles.Templates, StringComparison.Ordinal)),
            Directory.EnumerateFiles(templates, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(RepositoryFolder.Root, path).Replace('\\', '/')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void ToMakeItOnceMoreChangesNothing()
    {
        CopyParts();
        foreach (var (path, text) in ChartFiles.Make(_root.Path))
        {
            File.WriteAllText(Path.Combine(_root.Path, path), text);
        }

        Assert.Equal(ChartFiles.Make(RepositoryFolder.Root), ChartFiles.Make(_root.Path));
    }

    [Fact]
    public void AChangeOfAManifestIsAChangeOfTheChart()
    {
        CopyParts();
        Change("keda/base/eventbridge.yaml", "memory: 64Mi", "memory: 65Mi");
        Change("keda/base/eventbridge.yaml", "terminationGracePeriodSeconds: 30", "terminationGracePeriodSeconds: 31");
        Change("keda/base/settings.env", "SuccessCode=0000", "SuccessCode=00000");

        var made = ChartFiles.Make(_root.Path);

        Assert.Contains("memory: 65Mi", made["charts/apibridge/values.yaml"], StringComparison.Ordinal);
        Assert.Contains("memory: 65Mi", made["charts/apibridge/README.md"], StringComparison.Ordinal);
        Assert.Contains("terminationGracePeriodSeconds: 31", made["charts/apibridge/templates/keda/base/eventbridge.yaml"], StringComparison.Ordinal);
        Assert.Contains("ApiBridge__Gateway__SuccessCode: \"00000\"", made["charts/apibridge/values.yaml"], StringComparison.Ordinal);
    }

    [Fact]
    public void AManifestThatIsNewHasToBeMapped()
    {
        CopyParts();
        _root.Write("keda/base/new.yaml", "kind: ConfigMap\n");

        Assert.Contains("says nothing of keda/base/new.yaml", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void AFieldThatNoManifestHasAnyMoreIsNamed()
    {
        CopyParts();
        Change("keda/base/scaled-object.yaml", "  cooldownPeriod: 120\n", "");

        Assert.Contains("no manifest has ScaledObject/apibridge-functions spec/cooldownPeriod", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void TwoDefaultsOfOneValueAreNamed()
    {
        CopyParts();
        Change("keda/base/scaled-object.yaml", "queueName: api-events\n", "queueName: other\n");

        Assert.Contains("settings.ApiEventsQueue is api-events in one manifest and other in another", Refusal(), StringComparison.Ordinal);
    }

    // An alert's text and a board's legend have braces of their own.
    [Fact]
    public async Task BracesOfAManifestAreNotHelms()
    {
        CopyParts();
        Change("keda/base/eventbridge.yaml", "    prometheus.io/scrape: \"true\"", "    said: \"{{ $labels.pod }} of apibridge-eventbridge\"\n    block: |\n      {{ $value }}\n\n      apibridge-functions");
        foreach (var (path, text) in ChartFiles.Make(_root.Path))
        {
            File.WriteAllText(Path.Combine(_root.Path, path), text);
        }

        var objects = await Helm.RenderAsync("other", "apibridge", Path.Combine(_root.Path, "charts", "apibridge"));

        var annotations = objects.Single(item => item.Kind == "Service" && item.Name == "other-apibridge-eventbridge").Json["metadata"]!["annotations"]!;
        Assert.Equal("{{ $labels.pod }} of other-apibridge-eventbridge", annotations["said"]!.GetValue<string>());
        Assert.Equal("{{ $value }}\n\nother-apibridge-functions\n", annotations["block"]!.GetValue<string>());
    }

    // The chart's version is the product's.
    [Fact]
    public void TheChartHasTheProductsVersion()
    {
        var product = System.Xml.Linq.XDocument.Load(Path.Combine(RepositoryFolder.Root, "Directory.Build.props")).Descendants("Version").Single().Value;
        var lines = File.ReadAllLines(Path.Combine(Helm.Chart, "Chart.yaml"));

        Assert.Contains($"version: {product}", lines);
        Assert.Contains($"appVersion: {product}", lines);
    }

    private string Refusal() => Assert.Throws<ChartException>(() => ChartFiles.Make(_root.Path)).Message;

    private void Change(string file, string from, string to)
    {
        var path = Path.Combine(_root.Path, file);
        var text = File.ReadAllText(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
    }

    private void CopyParts()
    {
        RepositoryFolder.CopyTo("keda", Path.Combine(_root.Path, "keda"));
        RepositoryFolder.CopyTo("charts", Path.Combine(_root.Path, "charts"));
        Directory.CreateDirectory(Path.Combine(_root.Path, "docs"));
        Directory.CreateDirectory(Path.Combine(_root.Path, "tools", "Chart"));
        foreach (var file in (string[])["docs/configuration.md", "tools/Chart/mapping.yaml"])
        {
            File.Copy(Path.Combine(RepositoryFolder.Root, file), Path.Combine(_root.Path, file));
        }
    }
}
