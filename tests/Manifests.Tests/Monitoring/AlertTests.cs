using System.Text.RegularExpressions;

namespace ApiBridge.Manifests.Tests.Monitoring;

/// <summary>The alerts say what is the matter and what to do, and Prometheus' own tool finds that each fires when it should and not when it should not.</summary>
public sealed partial class AlertTests
{
    private static readonly string Operations = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "agreed", "operations.md"));

    [Fact]
    public async Task EveryAlertSaysHowBadItIsWhatIsTheMatterAndWhereTheRunbookIs()
    {
        var alerts = await Alerts.BuildAsync();

        Assert.Equal(alerts.Names.Distinct(StringComparer.Ordinal), alerts.Names);
        Assert.All(alerts.Rules, rule =>
        {
            Assert.Matches("^ApiBridge[A-Z][A-Za-z]+$", rule.Text("alert"));
            Assert.Contains(rule.Text("labels/severity"), (string[])["critical", "warning"]);
            Assert.Matches("^[1-9][0-9]*m$", rule.Text("for"));
            Assert.Matches(@"^[A-Z].*[^.]$", rule.Text("annotations/summary"));
            Assert.Matches(@"^[A-Z].*\.$", rule.Text("annotations/description"));
            Assert.StartsWith("docs/operations.md#", rule.Text("annotations/runbook_url"), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task EveryRunbookIsThereAndNamesItsAlertAndACommand()
    {
        var runbooks = Heading().Split(Operations).Skip(1).ToDictionary(section => AnchorOf(section.Split('\n')[0]), StringComparer.Ordinal);

        Assert.All((await Alerts.BuildAsync()).Rules, rule =>
        {
            var anchor = rule.Text("annotations/runbook_url").Split('#')[1];
            Assert.True(runbooks.TryGetValue(anchor, out var runbook), $"docs/operations.md has no heading for #{anchor}");
            Assert.Contains($"`{rule.Text("alert")}`", runbook, StringComparison.Ordinal);
            Assert.Matches("(kubectl|apibridge|curl) ", runbook);
        });
    }

    [Fact]
    public async Task TheTableOfTheAlertsHasThemAllWithSeverityAndRunbook()
    {
        var rows = TableRow().Matches(Operations).Select(row => (row.Groups["alert"].Value, row.Groups["severity"].Value, row.Groups["anchor"].Value));

        Assert.Equal(
            (await Alerts.BuildAsync()).Rules.Select(rule => (rule.Text("alert"), rule.Text("labels/severity"), rule.Text("annotations/runbook_url").Split('#')[1])).Order(),
            rows.Order());
    }

    [Fact]
    public async Task EveryMetricThatAnAlertNamesIsOnThePageOfTheMetrics() =>
        Assert.All((await Alerts.BuildAsync()).Rules, rule => PromQuery.AssertSound(rule.Text("expr"), rule.Text("alert")));

    [Fact]
    public async Task EveryAlertHasACaseThatFiresAndOneThatDoesNot()
    {
        var cases = AlertCase.Read(Alerts.CasesFile);

        Assert.Equal(
            (await Alerts.BuildAsync()).Names.SelectMany(name => new[] { new AlertCase(name, Fires: false), new AlertCase(name, Fires: true) }).OrderBy(found => $"{found}", StringComparer.Ordinal),
            cases.Distinct().OrderBy(found => $"{found}", StringComparer.Ordinal));
    }

    [Fact]
    public async Task PrometheusTakesTheRulesAndEveryCaseGoesAsItSays()
    {
        using var folder = new TemporaryFolder();
        (await Alerts.BuildAsync()).WriteTo(folder);

        var (checkedCode, isChecked) = await Promtool.RunAsync(folder.Path, "check", "rules", "rules.yaml");
        var (testedCode, isTested) = await Promtool.RunAsync(folder.Path, "test", "rules", "cases.yaml");

        Assert.True(checkedCode == 0, isChecked);
        Assert.True(testedCode == 0, isTested);
    }

    [Theory]
    [InlineData("\"for\": \"5m\"", "\"for\": \"50m\"")]
    [InlineData("\\u003E 180", "\\u003E 30")]
    [InlineData("[3m]", "[1m]")]
    public async Task ARuleThatIsWrongIsFound(string right, string wrong)
    {
        using var folder = new TemporaryFolder();
        (await Alerts.BuildAsync()).WriteTo(folder, rules =>
        {
            var spaced = rules.Replace("\":\"", "\": \"", StringComparison.Ordinal).Replace("> ", "\\u003E ", StringComparison.Ordinal);
            Assert.Contains(right, spaced, StringComparison.Ordinal);
            return spaced.Replace(right, wrong, StringComparison.Ordinal);
        });

        Assert.NotEqual(0, (await Promtool.RunAsync(folder.Path, "test", "rules", "cases.yaml")).ExitCode);
    }

    [Theory]
    [InlineData("azurite")]
    [InlineData("azure")]
    public async Task TheAlertAboutDeadLettersKnowsTheQueuesOfTheSettings(string overlay)
    {
        var built = await Overlay.BuildAsync(overlay, isSingleNamespace: false, isMonitored: true);
        var settings = built.EnvironmentOf(built.WorkloadOf("apibridge-eventbridge"));
        var rule = (await Alerts.BuildAsync()).Rules.Single(rule => rule.Text("alert") == "ApiBridgeDeadLetters").Text("expr");
        var given = new Regex($"^({QueueMatcher().Match(rule).Groups["queues"].Value})$", RegexOptions.None, TimeSpan.FromSeconds(1));

        Assert.Matches(given, settings["ApiDeadLetterQueue"]);
        Assert.Matches(given, $"{settings["ApiEventsQueue"]}-poison");
        Assert.DoesNotMatch(given, settings["ApiEventsQueue"]);
        Assert.DoesNotMatch(given, settings["ApiRetryQueue"]);
    }

    // As GitHub makes it of a heading.
    private static string AnchorOf(string heading) => NoPartOfAnAnchor().Replace(heading.Trim().ToLowerInvariant(), string.Empty).Replace(' ', '-');

    [GeneratedRegex("^##+ ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();

    [GeneratedRegex("[^a-z0-9 _-]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoPartOfAnAnchor();

    [GeneratedRegex(@"^\| `(?<alert>ApiBridge\w+)` \| (?<severity>\w+) \| \d+ min \| \[[^\]]+\]\(#(?<anchor>[^)]+)\) \|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TableRow();

    [GeneratedRegex("queue=~\"(?<queues>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QueueMatcher();
}
