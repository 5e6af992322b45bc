using System.Globalization;
using ApiBridge.Domain;
using ApiBridge.Reconciliation.Observing;

namespace ApiBridge.CommandLine.Apis;

/// <summary>A table of what would be done, for a person.</summary>
internal static class PlanTable
{
    public static void Write(ClusterPlan plan, TextWriter output)
    {
        if (plan.Apis.Count > 0)
        {
            TextTable.Write(
                output,
                title: null,
                ["API", "would", "entry", "gateway", "path", "why"],
                plan.Apis.Select(api => (string[])[$"{api.Namespace}/{api.Name}", $"{api.Would}", api.Entry, api.Gateway, api.Path ?? string.Empty, api.Why]));
        }

        foreach (var (api, surprise) in plan.Apis.SelectMany(api => api.Surprises.Select(surprise => (api, surprise))))
        {
            output.WriteLine($"! {api.Namespace}/{api.Name}: {Excerpt.Of(surprise, Excerpt.SentenceBytes)}");
        }

        var counts = string.Join(", ", plan.Counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key} {count.Value}")));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{plan.Apis.Count} {(plan.Apis.Count == 1 ? "API" : "APIs")}{(counts.Length > 0 ? $" ({counts})" : string.Empty)}; {plan.Surprises} with a surprise. Nothing was written."));
    }
}
