namespace ApiBridge.Dashboard.Programs;

/// <summary>Reads what a program tells a scrape.</summary>
public static class PrometheusText
{
    /// <summary>The samples of a metric.</summary>
    /// <param name="text">What was scraped.</param>
    /// <param name="metric">The metric's name, or the beginning of it.</param>
    /// <param name="label">The label by which they are told apart.</param>
    /// <returns>The label's value, and the sample's.</returns>
    public static IReadOnlyList<(string Label, string Value)> Samples(string text, string metric, string label)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<(string Label, string Value)> samples = [];
        var name = $"{label}=\"";
        foreach (var line in text.Split('\n').Where(line => line.StartsWith(metric, StringComparison.Ordinal)))
        {
            var (start, end) = (line.IndexOf('{', StringComparison.Ordinal), line.LastIndexOf('}'));
            if (start >= 0 && end > start && line.IndexOf(name, start, StringComparison.Ordinal) is > 0 and var at && line.IndexOf('"', at + name.Length) is > 0 and var quote)
            {
                samples.Add((line[(at + name.Length)..quote], line[(end + 1)..].Trim().Split(' ')[0]));
            }
        }

        return samples;
    }
}
