using System.Diagnostics;
using ApiBridge.LocalStack.Samples;
using ApiBridge.TestServers.Documents;

namespace ApiBridge.Manifests.Tests.Chart;

/// <summary>Helm, the binary that the environment variable <c>HELM</c> names.</summary>
internal sealed class Helm : IDisposable
{
    /// <summary>Why tests with Helm are skipped when it is not there.</summary>
    public const string Unavailable = "HELM names no binary of Helm: build/tools/helm.sh brings one";

    /// <summary>Where the chart is.</summary>
    public static readonly string Chart = Path.Combine(RepositoryFolder.Root, "charts", "apibridge");

    private readonly TemporaryFolder _home = new();
    private readonly string? _kubeconfig;

    /// <param name="kubeconfig">Leads to the server; null where there is none.</param>
    public Helm(string? kubeconfig = null)
    {
        Assert.SkipUnless(File.Exists(Binary), Unavailable);
        _kubeconfig = kubeconfig;
    }

    private static string? Binary => Environment.GetEnvironmentVariable("HELM");

    /// <summary>Renders the chart.</summary>
    /// <param name="arguments">What follows the release's name, the chart and the namespace.</param>
    /// <returns>Its objects, without those of <c>helm test</c>.</returns>
    public static async Task<IReadOnlyList<SampleObject>> RenderAsync(params string[] arguments) =>
        await RenderAsync("apibridge", "apibridge", Chart, ["--skip-tests", .. arguments]);

    /// <inheritdoc cref="RenderAsync(string[])"/>
    public static async Task<IReadOnlyList<SampleObject>> RenderAsync(string release, string ns, string chart, params string[] arguments)
    {
        using var helm = new Helm();
        using var result = new TemporaryFolder();
        result.Write("rendered.yaml", await helm.RunAsync(["template", release, chart, "--namespace", ns, .. arguments]));
        return SampleFolder.Read(result.Path);
    }

    /// <summary>Renders the chart with values that it refuses.</summary>
    /// <returns>What it said.</returns>
    public static async Task<string> RefusalAsync(params string[] arguments)
    {
        using var helm = new Helm();
        var (code, _, errors) = await helm.SayAsync(["template", "apibridge", Chart, .. arguments]);
        Assert.NotEqual(0, code);
        return errors;
    }

    /// <summary>Runs a command that has to succeed.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var (code, output, errors) = await SayAsync(arguments);
        Assert.True(code == 0, $"helm {string.Join(' ', arguments)}: {errors}{output}");
        return output;
    }

    /// <summary>Runs a command.</summary>
    public async Task<(int Code, string Output, string Errors)> SayAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Binary!, arguments);

        // Nothing of the user's: no repositories, no plugins, no cluster.
        foreach (var variable in (string[])["HELM_CACHE_HOME", "HELM_CONFIG_HOME", "HELM_DATA_HOME"])
        {
            start.Environment[variable] = Path.Combine(_home.Path, variable);
        }

        start.Environment["KUBECONFIG"] = _kubeconfig ?? Path.Combine(_home.Path, "no-kubeconfig");
        return await ProcessRun.RunAsync(start);
    }

    public void Dispose() => _home.Dispose();
}
