using System.Diagnostics;
using ApiBridge.LocalStack.Samples;
using ApiBridge.Manifests.Tests.Chart;
using ApiBridge.TestServers.Documents;

namespace ApiBridge.Manifests.Tests.Releases;

/// <summary>The chart of a release needs nothing of a checkout. KEDA's chart is fetched; here another one stands in its place.</summary>
public sealed class ChartScriptTests : IDisposable
{
    private const string Registry = "ghcr.io/example-org/api-bridge";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AReleasedChartHasKedaAndNamesTheReleasesImagesAndRunbooks()
    {
        var (code, said) = await PackAsync();

        Assert.True(code == 0, said);
        var objects = await Helm.RenderAsync("apibridge", "canvas", Path.Combine(_folder.Path, "packed", "apibridge-1.2.3.tgz"), "--set", "keda.enabled=true,monitoring.enabled=true");
        Assert.Contains(objects, item => item.Name == "keda-operator");
        Assert.Equal($"{Registry}/eventbridge@{Digest('1')}", ImageOf(objects, "apibridge-eventbridge"));
        Assert.Equal($"{Registry}/functions@{Digest('2')}", ImageOf(objects, "apibridge-functions"));
        Assert.StartsWith("mcr.microsoft.com/azure-storage/azurite:", ImageOf(objects, "apibridge-azurite"), StringComparison.Ordinal);
        Assert.Contains(
            "https://github.com/example-org/api-bridge/blob/v1.2.3/docs/operations.md#", objects.Single(item => item.Kind == "PrometheusRule").Json.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("1.2.3", objects.First(item => item.Kind == "Deployment").Json["metadata"]!["labels"]!["app.kubernetes.io/version"]!.ToString());
    }

    [Fact]
    public async Task WithoutAnImageInTheRegistryThereIsNoChart()
    {
        _folder.Script("docker", "echo 'not found' >&2; exit 1");

        var (code, said) = await PackAsync(hasImages: false);

        Assert.NotEqual(0, code);
        Assert.Contains("not found", said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "packed")));
    }

    [Fact]
    public async Task AChartWithoutAPlaceForTheImagesIsNotPacked()
    {
        var (code, said) = await PackAsync(values => values.Replace("repository: apibridge/functions", "repository: other/functions", StringComparison.Ordinal));

        Assert.NotEqual(0, code);
        Assert.Contains("no place for the image apibridge/functions", said, StringComparison.Ordinal);
    }

    private static string Digest(char digit) => $"sha256:{new string(digit, 64)}";

    private static string ImageOf(IReadOnlyList<SampleObject> objects, string name) =>
        objects.Single(item => item.Kind is "Deployment" or "StatefulSet" && item.Name == name).Json["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]!.ToString();

    private async Task<(int Code, string Said)> PackAsync(Func<string, string>? change = null, bool hasImages = true)
    {
        var binary = Environment.GetEnvironmentVariable("HELM");
        Assert.SkipUnless(File.Exists(binary), Helm.Unavailable);
        if (hasImages)
        {
            _folder.Script("docker", $$$"""
                case "$*" in
                  "buildx imagetools inspect --format {{json .Manifest}} {{{Registry}}}/eventbridge:1.2.3") echo '{"digest":"{{{Digest('1')}}}"}' ;;
                  "buildx imagetools inspect --format {{json .Manifest}} {{{Registry}}}/functions:1.2.3") echo '{"digest":"{{{Digest('2')}}}"}' ;;
                  *) exit 9 ;;
                esac
                """);
        }

        var chart = Path.Combine(_folder.Path, "checkout");
        await FetchableKeda.CopyChartAsync(_folder.Path, chart);
        var values = Path.Combine(chart, "values.yaml");
        await File.WriteAllTextAsync(values, (change ?? (text => text))(await File.ReadAllTextAsync(values)));

        var script = Path.Combine(RepositoryFolder.Root, "build", "release", "chart.sh");
        var start = new ProcessStartInfo("bash", [script, chart, "1.2.3", Registry, Path.Combine(_folder.Path, "packed")])
        {
            Environment = { ["PATH"] = $"{_folder.Path}:{Path.GetDirectoryName(binary)}:{Environment.GetEnvironmentVariable("PATH")}" },
        };
        foreach (var variable in (string[])["HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME"])
        {
            start.Environment[variable] = Path.Combine(_folder.Path, variable);
        }

        var (code, output, errors) = await ProcessRun.RunAsync(start);
        return (code, output + errors);
    }
}
