using ApiBridge.Benchmarking.Results;
using ApiBridge.Cluster.Bench.Rigging;

namespace ApiBridge.Cluster.Bench.Figures;

/// <summary>What an operation costs, and what it asks of the API server and the gateway.</summary>
internal static class Requests
{
    private const string Apis = "exposedapis";
    private const string Components = "components";
    private const string Ingresses = "ingresses";
    private static readonly string[] Reads = ["get", "list", "watch"];

    public static IEnumerable<Reading> Readings(Comparison comparison)
    {
        var (product, title) = (comparison.Product, comparison.Title);
        yield return new($"{title}: operations a second, p50 and p99", Speed(product));
        yield return new($"{title}: the same, reference", Speed(comparison.Reference));
        yield return new($"{title}: processor time of {Names(product)}", Times(product));
        yield return new($"{title}: the same, reference: {Names(comparison.Reference)}", Times(comparison.Reference));
        yield return new($"{title}: API-server requests of an operation", All(product));
        yield return new($"{title}: the same, reference", All(comparison.Reference));
        var budget = Budget.Of(comparison.Operation);
        yield return Writes(title, product, budget);
        yield return ReadsOf(title, product);
        yield return new(
            $"{title}: gateway calls of an operation",
            Text.Of(Each(product, product.GatewayCalls), "0.00"),
            Text.Of(budget.GatewayCalls, "≤ 0"),
            Fits(Each(product, product.GatewayCalls), budget.GatewayCalls));
    }

    private static Reading Writes(string title, Phase phase, Budget budget)
    {
        var apis = Sum(phase, Apis, isRead: false);
        var components = Sum(phase, Components, isRead: false);
        var others = phase.Requests.All
            .Where(kind => !Reads.Contains(kind.Key.Verb) && !IsResource(kind.Key.Resource, Apis) && !IsResource(kind.Key.Resource, Components))
            .Sum(kind => Each(phase, kind.Value));
        return new(
            $"{title}: writes to the ExposedAPI, its Component, anything else",
            $"{Text.Of(apis, "0.00")}, {Text.Of(components, "0.00")}, {Text.Of(others, "0.00")} ({Text.Of(Each(phase, phase.Requests.Conflicts), "0.000")} in conflict)",
            $"≤ {Text.Of(budget.ApiWrites, "0")}, {Text.Of(budget.ComponentWrites, "0")}, 0",
            Fits(apis, budget.ApiWrites) && Fits(components, budget.ComponentWrites) && Fits(others, 0));
    }

    private static Reading ReadsOf(string title, Phase phase)
    {
        var apis = Each(phase, phase.Requests.All.GetValueOrDefault((Apis, "get")));
        var lists = phase.Requests.All.GetValueOrDefault((Apis, "list"));
        var ingresses = Sum(phase, Ingresses, isRead: true) * phase.Operations;
        var others = phase.Requests.All
            .Where(kind => Reads.Contains(kind.Key.Verb) && !IsResource(kind.Key.Resource, Apis) && !IsResource(kind.Key.Resource, Ingresses))
            .Select(kind => Each(phase, kind.Value))
            .DefaultIfEmpty()
            .Max();
        return new(
            $"{title}: GETs of ExposedAPIs, of each other kind at most, of the Ingress a second; LISTs of ExposedAPIs in all",
            $"{Text.Of(apis, "0.00")}, {Text.Of(others, "0.00")}, {Text.Of(ingresses / phase.WholeSeconds, "0.00")}; {lists}",
            $"≤ {Text.Of(Budget.ApiReads, "0")}, {Text.Of(Budget.OtherReads, "0")}, 1; 0",
            Fits(apis, Budget.ApiReads) && Fits(others, Budget.OtherReads) && ingresses <= phase.WholeSeconds + 1 && lists == 0);
    }

    private static string Speed(Phase phase)
    {
        var latency = new Distribution(phase.Milliseconds);
        return $"{Text.Of(phase.Rate, "0")}, {Text.Of(latency.Median, "0")} ms, {Text.Of(latency.Percentile(99), "0")} ms";
    }

    private static string Names(Phase phase) => string.Join(", ", phase.Used.Processes);

    private static string Times(Phase phase) =>
        string.Join(", ", phase.Used.Times.Select(time => $"{Text.Of(time.TotalMilliseconds / phase.Operations, "0.00")} ms"));

    private static string All(Phase phase) =>
        string.Join(", ", phase.Requests.All.Select(kind => $"{kind.Key.Verb} {kind.Key.Resource} {Text.Of(Each(phase, kind.Value), "0.00")}"));

    private static double Sum(Phase phase, string resource, bool isRead) => phase.Requests.All
        .Where(kind => IsResource(kind.Key.Resource, resource) && Reads.Contains(kind.Key.Verb) == isRead)
        .Sum(kind => Each(phase, kind.Value));

    private static bool IsResource(string name, string resource) => name.Split('/')[0] == resource;

    private static double Each(Phase phase, int count) => (double)count / phase.Operations;

    private static bool Fits(double average, double most) => average <= most + Math.Max(most * Budget.Tolerance, Budget.Tolerance);

}
