namespace ApiBridge.Reconciliation.Observing;

/// <summary>What would be done for all APIs.</summary>
/// <param name="Counts">How many, by what would be done.</param>
/// <param name="Surprises">How many have a surprise.</param>
/// <param name="Apis">Each, by namespace and name.</param>
public sealed record ClusterPlan(IReadOnlyDictionary<string, int> Counts, int Surprises, IReadOnlyList<Plan> Apis);
