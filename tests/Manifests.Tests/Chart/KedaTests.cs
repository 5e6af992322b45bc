namespace ApiBridge.Manifests.Tests.Chart;

/// <summary>KEDA is a part of a release where that is wanted. Its chart is fetched; here another one stands in its place.</summary>
public sealed class KedaTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task KedaComesWithTheReleaseOnceItsChartIsFetched()
    {
        var chart = await FetchedAsync();

        Assert.DoesNotContain(await Helm.RenderAsync("apibridge", "canvas", chart), item => item.Name == "keda-operator");
        var objects = await Helm.RenderAsync("apibridge", "canvas", chart, "--set", "keda.enabled=true,keda.keda.said=hello");
        Assert.Equal("hello", objects.Single(item => item.Name == "keda-operator").Json["data"]!["said"]!.ToString());
    }

    // Before its first install is over the API server knows no ScaledObject, and would refuse the whole release.
    [Fact]
    public async Task WhatNeedsKedasDefinitionsWaitsUntilTheyAreServed()
    {
        var chart = await FetchedAsync();

        Assert.DoesNotContain(await Helm.RenderAsync("apibridge", "canvas", chart, "--set", "keda.enabled=true"), IsKedas);
        Assert.Equal(2, (await Helm.RenderAsync("apibridge", "canvas", chart, "--set", "keda.enabled=true", "--api-versions", "keda.sh/v1alpha1")).Count(IsKedas));
        Assert.Equal(2, (await Helm.RenderAsync("apibridge", "canvas", chart)).Count(IsKedas));

        using var helm = new Helm();
        Assert.Contains("helm upgrade apibridge", await helm.RunAsync("install", "apibridge", chart, "--dry-run=client", "--set", "keda.enabled=true"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keda.enabled=true", "canvas")]
    [InlineData("keda.enabled=false", "keda")]
    [InlineData("keda.enabled=true,networkPolicy.kedaNamespace=scaling", "scaling")]
    public async Task AzuriteLetsInTheKedaThatCounts(string set, string ns)
    {
        var policy = (await Helm.RenderAsync("apibridge", "canvas", await FetchedAsync(), "--set", set)).Single(item => item.Kind == "NetworkPolicy" && item.Name == "apibridge-azurite");

        Assert.Contains($"\"kubernetes.io/metadata.name\":\"{ns}\"", policy.Json.ToJsonString(), StringComparison.Ordinal);
    }

    private static bool IsKedas(LocalStack.Samples.SampleObject item) => item.Group == "keda.sh";

    private async Task<string> FetchedAsync()
    {
        var chart = Path.Combine(_folder.Path, "apibridge");
        Repository.CopyTo("charts/apibridge", chart);
        var keda = Directory.CreateDirectory(Path.Combine(_folder.Path, "keda")).FullName;
        Directory.CreateDirectory(Path.Combine(keda, "templates"));
        await File.WriteAllTextAsync(Path.Combine(keda, "Chart.yaml"), "apiVersion: v2\nname: keda\nversion: 2.18.0\n");
        await File.WriteAllTextAsync(Path.Combine(keda, "templates", "operator.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: keda-operator\ndata:\n  said: {{ .Values.said | quote }}\n");

        var wrapper = Path.Combine(chart, "charts", "keda");
        var manifest = Path.Combine(wrapper, "Chart.yaml");
        var text = await File.ReadAllTextAsync(manifest);
        Assert.Contains("https://kedacore.github.io/charts", text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(manifest, text.Replace("https://kedacore.github.io/charts", new Uri(keda).AbsoluteUri, StringComparison.Ordinal));
        using var helm = new Helm();
        await helm.RunAsync("dependency", "build", wrapper);
        return chart;
    }
}
