using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Reporting;

/// <summary>How many APIs a condition holds for.</summary>
/// <param name="True">It holds.</param>
/// <param name="False">It does not.</param>
/// <param name="Unknown">Nobody can tell.</param>
/// <param name="Unset">It was never set.</param>
/// <param name="Reasons">How often each reason is given, whatever the status.</param>
internal sealed record ConditionCounts(int True, int False, int Unknown, int Unset, IReadOnlyDictionary<string, int> Reasons)
{
    public static ConditionCounts Of(string type, IReadOnlyList<ExposedApi> apis)
    {
        var conditions = apis.Select(api => api.Status.Condition(type)).ToList();
        return new(
            conditions.Count(condition => condition is { Status: ConditionStatus.True }),
            conditions.Count(condition => condition is { Status: ConditionStatus.False }),
            conditions.Count(condition => condition is { Status: ConditionStatus.Unknown }),
            conditions.Count(condition => condition is null),
            Tally.Of(conditions.OfType<Condition>(), condition => condition.Reason));
    }
}
