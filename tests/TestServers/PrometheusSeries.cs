using System.Globalization;
using System.Text.RegularExpressions;

namespace ApiBridge.TestServers;

/// <summary>One series of this product, as a program tells it to Prometheus.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Labels">Its labels, but for those that every series has.</param>
/// <param name="Value">Its value.</param>
public sealed partial record PrometheusSeries(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    /// <summary>All series of a program.</summary>
    /// <param name="text">What it answers to a scrape.</param>
    public static IReadOnlyList<PrometheusSeries> Read(string text) =>
    [
        .. from line in Line().Matches(text)
           select new PrometheusSeries(
               line.Groups["name"].Value,
               Label().Matches(line.Groups["labels"].Value)
                   .Where(label => !label.Groups["name"].Value.StartsWith("otel_", StringComparison.Ordinal))
                   .ToDictionary(label => label.Groups["name"].Value, label => label.Groups["value"].Value, StringComparer.Ordinal),
               double.Parse(line.Groups["value"].ValueSpan, CultureInfo.InvariantCulture)),
    ];

    /// <summary>What is wrong with it by docs/metrics.md.</summary>
    /// <param name="section">The section that it belongs to.</param>
    /// <returns>A sentence; null when it is on the page, with its labels.</returns>
    public string? ProblemIn(string section)
    {
        var metric = MetricsPage.All.SingleOrDefault(metric => metric.Section == section && metric.Series.Contains(Name, StringComparer.Ordinal));
        var foreign = Labels.Keys.Where(label => metric?.Labels.All(known => known.Replace('.', '_') != label) is true && label != "le").ToList();
        return metric is null ? $"docs/metrics.md has no {Name} in '{section}'"
            : foreign.Count > 0 ? $"docs/metrics.md has {Name} without {string.Join(", ", foreign)}"
            : null;
    }

    // Such as apibridge_reconcile_duration_seconds_count{outcome="Done"} 3 1767225600000, the last number a time.
    [GeneratedRegex(@"^(?<name>apibridge_\w+)\{(?<labels>[^}]*)\} (?<value>\S+)( \d+)?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Line();

    [GeneratedRegex("(?<name>\\w+)=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Label();
}
