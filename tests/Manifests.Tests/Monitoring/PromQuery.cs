using System.Text.RegularExpressions;

namespace ApiBridge.Manifests.Tests.Monitoring;

/// <summary>Reads what a PromQL expression names.</summary>
internal static partial class PromQuery
{
    /// <summary>The series of this product and of KEDA that an expression names.</summary>
    public static IReadOnlyList<string> SeriesIn(string expression) =>
        [.. Series().Matches(Text().Replace(expression, "\"\"")).Select(match => match.Value).Distinct(StringComparer.Ordinal)];

    /// <summary>The metrics of docs/metrics.md that have a series.</summary>
    public static DocumentedMetric? MetricOf(string series) => MetricsPage.All.SingleOrDefault(metric => metric.Series.Contains(series, StringComparer.Ordinal));

    /// <summary>Fails where an expression names what docs/metrics.md does not have, or counts up a counter's bare number.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="where">Where it is.</param>
    public static void AssertSound(string expression, string where)
    {
        var named = SeriesIn(expression);
        Assert.True(named.Count > 0, $"{where} names no metric: {expression}");
        Assert.All(named, series =>
        {
            var metric = MetricOf(series);
            Assert.True(metric is not null, $"{where} names {series}, which docs/metrics.md does not have");
            var isCounted = metric.Kind is "counter" or "histogram" || series.EndsWith("_total", StringComparison.Ordinal);
            var isRate = Regex.IsMatch(expression, $@"((rate|increase)\(|- last_over_time\(){series}\b", RegexOptions.None, TimeSpan.FromSeconds(1));
            Assert.True(isCounted == isRate, $"{where}: {series} is {(isCounted ? "counted, and needs a rate" : "no counter, and has no rate")}: {expression}");
            foreach (Match matcher in Matchers(series).Matches(expression))
            {
                Assert.All(Label().Matches(matcher.Groups["labels"].Value), label => Assert.Contains(
                    label.Groups["name"].Value, (string[])[.. metric.Labels.Select(known => known.Replace('.', '_')), "namespace"]));
            }
        });
    }

    private static Regex Matchers(string series) => new($@"\b{series}\{{(?<labels>[^}}]*)\}}", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    [GeneratedRegex(@"\b(apibridge|keda)_[a-z_]+\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Series();

    [GeneratedRegex("\"[^\"]*\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Text();

    [GeneratedRegex(@"(?<name>\w+)\s*(=|!=|=~|!~)\s*""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Label();
}
