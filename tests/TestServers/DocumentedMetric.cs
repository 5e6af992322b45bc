namespace ApiBridge.TestServers;

/// <summary>A metric as docs/metrics.md has it.</summary>
/// <param name="Section">The section that it is in: whose metric it is.</param>
/// <param name="Name">Its name in OpenTelemetry; empty for one of another program.</param>
/// <param name="InPrometheus">Its name in Prometheus.</param>
/// <param name="Kind"><c>counter</c>, <c>gauge</c> or <c>histogram</c>; empty for one of another program.</param>
/// <param name="Unit">Its unit; empty where it has none.</param>
/// <param name="Labels">Its labels, as OpenTelemetry names them.</param>
public sealed record DocumentedMetric(string Section, string Name, string InPrometheus, string Kind, string Unit, IReadOnlyList<string> Labels)
{
    /// <summary>The names of its series.</summary>
    public IEnumerable<string> Series => Kind == "histogram" ? [$"{InPrometheus}_bucket", $"{InPrometheus}_sum", $"{InPrometheus}_count"] : [InPrometheus];
}
