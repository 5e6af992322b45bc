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
        await FetchableKeda.CopyChartAsync(_folder.Path, chart);
        using var helm = new Helm();
        await helm.RunAsync("dependency", "build", Path.Combine(chart, "charts", "keda"));
        return chart;
    }
}
