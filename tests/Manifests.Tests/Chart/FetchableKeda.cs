using ApiBridge.TestServers.Documents;
namespace ApiBridge.Manifests.Tests.Chart;

/// <summary>A chart on this machine in the place of KEDA's, which is on the internet.</summary>
internal static class FetchableKeda
{
    /// <summary>Copies the product's chart, with the other one for the dependency of its wrapper, which is not fetched yet.</summary>
    /// <param name="folder">Where the other one is made, in a folder <c>keda</c>.</param>
    /// <param name="chart">Where the copy goes.</param>
    public static async Task CopyChartAsync(string folder, string chart)
    {
        RepositoryFolder.CopyTo("charts/apibridge", chart);
        var keda = Directory.CreateDirectory(Path.Combine(folder, "keda")).FullName;
        Directory.CreateDirectory(Path.Combine(keda, "templates"));
        await File.WriteAllTextAsync(Path.Combine(keda, "Chart.yaml"), "apiVersion: v2\nname: keda\nversion: 2.18.0\n");
        await File.WriteAllTextAsync(Path.Combine(keda, "templates", "operator.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: keda-operator\ndata:\n  said: {{ .Values.said | quote }}\n");

        var manifest = Path.Combine(chart, "charts", "keda", "Chart.yaml");
        var text = await File.ReadAllTextAsync(manifest);
        Assert.Contains("https://kedacore.github.io/charts", text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(manifest, text.Replace("https://kedacore.github.io/charts", new Uri(keda).AbsoluteUri, StringComparison.Ordinal));
    }
}
