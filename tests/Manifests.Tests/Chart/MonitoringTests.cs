using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ApiBridge.LocalStack.Samples;
using ApiBridge.Manifests.Tests.Monitoring;

namespace ApiBridge.Manifests.Tests.Chart;

/// <summary>A release's alerts and its board are about that release.</summary>
public sealed partial class MonitoringTests
{
    [Fact]
    public async Task EachSeriesOfTheProductInAnAlertIsOfTheReleasesNamespace()
    {
        var expressions = (await RulesAsync()).Select(rule => rule["expr"]!.ToString()).ToList();

        Assert.Contains(expressions, expression => expression.Contains("absent(apibridge_leader{namespace=\"shop\"})", StringComparison.Ordinal));
        Assert.All(
            expressions.SelectMany(expression => Series().Matches(expression)),
            series => Assert.Equal("{namespace=\"shop\"", series.Groups["labels"].Value));
        Assert.True(expressions.Sum(expression => Series().Count(expression)) > 9);
    }

    [Fact]
    public async Task PrometheusTakesTheAlertsOfARelease()
    {
        using var folder = new TemporaryFolder();
        folder.Write("rules.json", (await RuleAsync()).Json["spec"]!.ToJsonString());

        var (code, said) = await Promtool.RunAsync(folder.Path, "check", "rules", "rules.json");

        Assert.True(code == 0, said);
    }

    [Fact]
    public async Task ARunbookIsAPathOrBelowTheAddressThatIsGiven()
    {
        var paths = (await RulesAsync()).Select(RunbookOf).ToList();

        Assert.All(paths, path => Assert.StartsWith("docs/operations.md#", path, StringComparison.Ordinal));
        Assert.Equal(
            paths.Select(path => $"https://git.example.org/v1/{path}"),
            (await RulesAsync("--set", "monitoring.runbookBaseUrl=https://git.example.org/v1/")).Select(RunbookOf));

        static string RunbookOf(JsonNode rule) => rule["annotations"]!["runbook_url"]!.ToString();
    }

    // Grafana's sidecar puts the boards of all releases into one folder, by the names of their files.
    [Theory]
    [InlineData("rel", "shop", "shop-rel-apibridge", "rel-apibridge-functions")]
    [InlineData("apibridge", "shop", "shop-apibridge", "apibridge-functions")]
    [InlineData("apibridge", "apibridge", "apibridge", "apibridge-functions")]
    public async Task EachReleaseHasABoardOfItsOwnThatKnowsItsScaledObject(string release, string ns, string uid, string scaledObject)
    {
        var (file, board) = await BoardAsync(release, ns);

        Assert.Equal(($"{uid}.json", uid), (file, board.GetProperty("uid").GetString()));
        Assert.Equal(uid == "apibridge" ? "ODA API Bridge" : $"ODA API Bridge: {uid}", board.GetProperty("title").GetString());
        Assert.Equal([scaledObject], ScaledObject().Matches(board.GetRawText()).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AUidHasNoMoreThanFortyCharacters()
    {
        var name = new string('a', 40);
        var (one, other) = ((await BoardAsync(name, "one")).Board.GetProperty("uid").GetString()!, (await BoardAsync(name, "other")).Board.GetProperty("uid").GetString()!);

        Assert.InRange(one.Length, 1, 40);
        Assert.InRange(other.Length, 1, 40);
        Assert.NotEqual(one, other);
    }

    private static async Task<(string File, JsonElement Board)> BoardAsync(string release, string ns)
    {
        var objects = await Helm.RenderAsync(release, ns, Helm.Chart, "--set", "monitoring.enabled=true");
        var (file, text) = objects.Single(item => item.Name.EndsWith("-dashboard", StringComparison.Ordinal)).Json["data"]!.AsObject().Single();
        return (file, JsonElement.Parse(text!.ToString()));
    }

    private static async Task<SampleObject> RuleAsync(params string[] arguments) =>
        (await Helm.RenderAsync("rel", "shop", Helm.Chart, ["--set", "monitoring.enabled=true", .. arguments])).Single(item => item.Kind == "PrometheusRule");

    private static async Task<List<JsonNode>> RulesAsync(params string[] arguments) =>
        [.. (await RuleAsync(arguments)).Json["spec"]!["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).Select(rule => rule!)];

    [GeneratedRegex(@"\bapibridge_[a-z_]+(?<labels>(\{namespace=""[^""]*"")?)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Series();

    [GeneratedRegex(@"scaledObject=\\""(?<name>[^""\\]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ScaledObject();
}
