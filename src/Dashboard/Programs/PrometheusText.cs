namespace ApiBridge.Dashboard.Programs;

/// <summary>Reads what a program tells a scrape.</summary>
public static class PrometheusText
{
    /// <summary>The samples of a metric.</summary>
    /// <param name="text">What was scraped.</param>
    /// <param name="metric">The metric's name, or the beginning of it.</param>
    /// <returns>The labels as they are written, and the value.</returns>
    public static IReadOnlyList<(string Labels, string Value)> Samples(string text, string metric)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<(string Labels, string Value)> samples = [];
        foreach (var line in text.Split('\n').Where(line => line.StartsWith(metric, StringComparison.Ordinal)))
        {
            var (start, end) = (line.IndexOf('{', StringComparison.Ordinal), line.LastIndexOf('}'));
            if (start >= 0 && end > start)
            {
                samples.Add((line[(start + 1)..end], line[(end + 1)..].Trim().Split(' ')[0]));
            }
        }

        return samples;
    }
}
