using System.Text.Json;
using System.Text.Json.Nodes;

namespace ApiBridge.Manifests.Tests.Monitoring;

/// <summary>Grafana takes the board, and every panel shows a metric that there is.</summary>
public sealed class DashboardTests
{
    private static readonly string[] Units = ["s", "short", "ops"];

    [Fact]
    public async Task GrafanasSidecarFindsTheBoard()
    {
        var map = await MapAsync();

        Assert.Equal("1", map.Text("metadata/labels/grafana_dashboard"));
        var file = Assert.Single(map.Child("data").EnumerateObject());
        Assert.EndsWith(".json", file.Name, StringComparison.Ordinal);
        Assert.InRange(file.Value.GetString()!.Length, 1, 1024 * 1024);
    }

    [Fact]
    public async Task EveryPanelHasItsOwnIdAndPlaceSaysWhatItShowsAndInWhichUnit()
    {
        var board = await BoardAsync();
        var panels = board.Items("panels").ToList();

        Assert.Equal(("apibridge", "ODA API Bridge"), (board.Text("uid"), board.Text("title")));
        Assert.Equal(panels.Count, panels.Select(panel => panel.Number("id")).Distinct().Count());
        Assert.Equal(panels.Count, panels.Select(panel => panel.Text("title")).Count(title => title.Length > 0));
        Assert.All(panels, panel => Assert.InRange(panel.Number("gridPos/x") + panel.Number("gridPos/w"), 1, 24));
        Assert.All(panels, panel => Assert.DoesNotContain(panels, other => other.Number("id") != panel.Number("id") && Overlap(panel, other)));
        Assert.All(panels.Where(IsGraph), panel =>
        {
            Assert.NotEmpty(panel.Text("description"));
            Assert.Contains(panel.Text("fieldConfig/defaults/unit"), Units);
        });
    }

    [Fact]
    public async Task EveryQueryNamesMetricsOfThePageAndItsUnitIsThatOfThePanel() =>
        Assert.All((await BoardAsync()).Items("panels").Where(IsGraph), panel =>
        {
            var targets = panel.Items("targets").ToList();
            Assert.NotEmpty(targets);
            Assert.Equal(targets.Count, targets.Select(target => target.Text("refId")).Distinct(StringComparer.Ordinal).Count());
            Assert.All(targets, target =>
            {
                var expression = target.Text("expr");
                PromQuery.AssertSound(expression, panel.Text("title"));
                Assert.Equal("${datasource}", target.Text("datasource/uid"));
                Assert.Equal(UnitOf(expression), panel.Text("fieldConfig/defaults/unit"));
                Assert.True(
                    expression.Contains("namespace=\"$namespace\"", StringComparison.Ordinal) || PromQuery.SeriesIn(expression).All(series => series.StartsWith("keda_", StringComparison.Ordinal)),
                    $"{panel.Text("title")} shows all installations: {expression}");
            });
        });

    [Fact]
    public async Task EveryVariableOfAQueryIsOneOfTheBoard()
    {
        var board = await BoardAsync();

        Assert.Equal(["datasource", "namespace"], board.Items("templating/list").Select(variable => variable.Text("name")));
        PromQuery.SeriesIn(board.Items("templating/list").Last().Text("query/query")).ToList().ForEach(series => Assert.NotNull(PromQuery.MetricOf(series)));
        Assert.All(Expressions(board), expression => Assert.DoesNotContain('$', Filled(expression)));
    }

    [Fact]
    public async Task PrometheusTakesEveryQuery()
    {
        using var folder = new TemporaryFolder();
        var rules = Expressions(await BoardAsync()).Select((expression, index) => (JsonNode)new JsonObject { ["record"] = $"board:query_{index}", ["expr"] = Filled(expression) });
        folder.Write("rules.yaml", new JsonObject { ["groups"] = new JsonArray(new JsonObject { ["name"] = "board", ["rules"] = new JsonArray([.. rules]) }) }.ToJsonString());

        var (code, said) = await Promtool.RunAsync(folder.Path, "check", "rules", "rules.yaml");

        Assert.True(code == 0, said);
    }

    private static async Task<JsonElement> MapAsync() =>
        Assert.Single((await Overlay.BuildAsync("azure", isSingleNamespace: true, isMonitored: true)).OfKind("ConfigMap"), map => map.Text("metadata/name") == "apibridge-dashboard");

    private static async Task<JsonElement> BoardAsync() => JsonElement.Parse((await MapAsync()).Child("data").EnumerateObject().Single().Value.GetString()!);

    private static IEnumerable<string> Expressions(JsonElement board) => board.Items("panels").SelectMany(panel => panel.Items("targets")).Select(target => target.Text("expr"));

    private static bool IsGraph(JsonElement panel) => panel.Text("type") != "row";

    private static string Filled(string expression) =>
        expression.Replace("$__rate_interval", "5m", StringComparison.Ordinal).Replace("$namespace", "apibridge", StringComparison.Ordinal);

    private static string UnitOf(string expression)
    {
        var metric = PromQuery.MetricOf(PromQuery.SeriesIn(expression)[0])!;
        return expression.Contains("histogram_quantile(", StringComparison.Ordinal) || (metric is { Kind: "gauge", Unit: "s" }) ? "s"
            : expression.Contains("rate(", StringComparison.Ordinal) ? "ops"
            : "short";
    }

    private static bool Overlap(JsonElement one, JsonElement other)
    {
        return Within("x", "w") && Within("y", "h");

        bool Within(string from, string length) =>
            one.Number($"gridPos/{from}") < other.Number($"gridPos/{from}") + other.Number($"gridPos/{length}")
            && other.Number($"gridPos/{from}") < one.Number($"gridPos/{from}") + one.Number($"gridPos/{length}");
    }
}
