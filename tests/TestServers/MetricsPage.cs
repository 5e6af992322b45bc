using System.Text.RegularExpressions;

namespace ApiBridge.TestServers;

/// <summary>docs/metrics.md, the page that lists all metrics.</summary>
public static partial class MetricsPage
{
    /// <summary>The section of the bridge's metrics.</summary>
    public const string Bridge = "The bridge";

    /// <summary>The section of a worker's metrics.</summary>
    public const string Worker = "A worker";

    private static readonly Lazy<IReadOnlyList<DocumentedMetric>> Read = new(() => [.. Rows(Path.Combine(AppContext.BaseDirectory, "agreed", "metrics.md"))]);

    /// <summary>All metrics, those of others that alerts use among them.</summary>
    public static IReadOnlyList<DocumentedMetric> All => Read.Value;

    private static IEnumerable<DocumentedMetric> Rows(string file)
    {
        var section = string.Empty;
        foreach (var line in File.ReadLines(file))
        {
            section = line.StartsWith("## ", StringComparison.Ordinal) ? line[3..] : section;
            var cells = line.Split('|').Select(cell => cell.Trim()).ToList();
            if (Own().IsMatch(line))
            {
                yield return new(section, Code(cells[1]), Code(cells[2]), cells[3], Code(cells[4]), Codes(cells[5]));
            }
            else if (Foreign().IsMatch(line))
            {
                yield return new(section, string.Empty, Code(cells[1]), string.Empty, string.Empty, Codes(cells[2]));
            }
        }
    }

    private static string Code(string cell) => cell.Trim('`');

    private static List<string> Codes(string cell) => [.. Quoted().Matches(cell).Select(match => match.Groups["code"].Value)];

    [GeneratedRegex(@"^\| `apibridge\.", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Own();

    [GeneratedRegex(@"^\| `keda_", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Foreign();

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();
}
