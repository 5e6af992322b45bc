using System.Text.Json;

namespace ApiBridge.Manifests.Tests.Monitoring;

/// <summary>The alerts of <c>keda/monitoring</c> as an overlay builds them, and the cases beside them.</summary>
internal sealed class Alerts
{
    private const string Cases = "cases.yaml";
    private readonly JsonElement _spec;

    private Alerts(JsonElement spec) => _spec = spec;

    /// <summary>The file of the cases.</summary>
    public static string CasesFile => Path.Combine(AppContext.BaseDirectory, "keda", "monitoring", "tests", Cases);

    /// <summary>All rules, each of which is an alert.</summary>
    public IReadOnlyList<JsonElement> Rules => [.. _spec.Items("groups").SelectMany(group => group.Items("rules"))];

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names => [.. Rules.Select(rule => rule.Text("alert"))];

    public static async Task<Alerts> BuildAsync()
    {
        var built = await Overlay.BuildAsync("azurite", isSingleNamespace: false, isMonitored: true);
        return new(Assert.Single(built.OfKind("PrometheusRule")).Child("spec"));
    }

    /// <summary>Puts the rules and the cases where promtool reads them: JSON is YAML.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="change">What is changed in the rules.</param>
    public void WriteTo(TemporaryFolder folder, Func<string, string>? change = null)
    {
        folder.Write("rules.yaml", change is null ? _spec.GetRawText() : change(_spec.GetRawText()));
        folder.Write(Cases, File.ReadAllText(CasesFile));
    }
}
