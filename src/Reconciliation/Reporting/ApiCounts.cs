using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Reporting;

/// <summary>The ExposedAPIs, counted.</summary>
/// <param name="Total">All of them.</param>
/// <param name="Converged">Those whose own record lacks nothing.</param>
/// <param name="Gaps">The others, by the first thing they lack.</param>
/// <param name="Conditions">All of them, by condition.</param>
internal sealed record ApiCounts(
    int Total, int Converged, IReadOnlyDictionary<string, int> Gaps, IReadOnlyDictionary<string, ConditionCounts> Conditions)
{
    private static readonly string[] Types =
    [
        ConditionTypes.Ready, ConditionTypes.Registered, ConditionTypes.ImplementationReady, ConditionTypes.ComponentNotified,
        ConditionTypes.PoliciesApplied, ConditionTypes.Paused,
    ];

    public static ApiCounts Of(IReadOnlyList<ExposedApi> apis, GatewayEntries entries)
    {
        // Endpoints and Ingresses are not read: that is for the report on one API.
        var gaps = apis.Select(api => Convergence.Gap(api, entries, implementationReady: null, gatewayAddress: null)).ToList();
        return new(
            apis.Count,
            gaps.Count(gap => gap is null),
            Tally.Of(gaps.OfType<ConvergenceGap>(), gap => gap.ToString()),
            Types.ToDictionary(type => type, type => ConditionCounts.Of(type, apis), StringComparer.Ordinal));
    }
}
