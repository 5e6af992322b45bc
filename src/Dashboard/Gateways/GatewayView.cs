using ApiBridge.Dashboard.Apis;
using ApiBridge.Domain;

namespace ApiBridge.Dashboard.Gateways;

/// <summary>What the APIs tell of a gateway.</summary>
/// <param name="Name">Its authority.</param>
/// <param name="States">How many APIs are in each state.</param>
/// <param name="LastFailure">What an API's condition last said of it that it does not serve; null where none does.</param>
/// <param name="Disputes">The paths that are claimed twice.</param>
public sealed record GatewayView(string Name, IReadOnlyDictionary<ApiState, int> States, (ApiRow Api, ConditionMark Since)? LastFailure, IReadOnlyList<PathDispute> Disputes)
{
    /// <summary>How many APIs are on it.</summary>
    public int Count => States.Values.Sum();

    /// <summary>All gateways that APIs name, by name.</summary>
    /// <param name="rows">The APIs.</param>
    public static IReadOnlyList<GatewayView> Of(IReadOnlyList<ApiRow> rows)
    {
        // What is out of scope claims nothing.
        var disputes = rows.Where(row => row.State is not ApiState.OutOfScope and not ApiState.Unreadable)
            .SelectMany(row => row.Claim.Paths.Select(path => (row.Claim.Gateway, Path: path, Row: row)))
            .GroupBy(claim => (claim.Gateway, claim.Path))
            .Where(group => group.Skip(1).Any())
            .ToLookup(
                group => group.Key.Gateway,
                group => new PathDispute(group.Key.Path, [.. group.Select(claim => claim.Row).OrderBy(row => new Seniority(row.Created, row.Namespace, row.Name))]),
                StringComparer.Ordinal);
        return
        [
            .. rows.Where(row => row.Gateway.Length > 0).GroupBy(row => row.Gateway, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group =>
                new GatewayView(group.Key, group.CountBy(row => row.State).ToDictionary(), Failure(group), [.. disputes[group.Key].OrderBy(dispute => dispute.Path, StringComparer.Ordinal)])),
        ];
    }

    private static (ApiRow Api, ConditionMark Since)? Failure(IEnumerable<ApiRow> rows) => rows
        .Select(row => (Api: row, Since: row.Condition(ConditionTypes.Registered)!))
        .Where(one => one.Since?.Reason is ConditionReasons.GatewayUnavailable or ConditionReasons.RemovalFailed)
        .OrderByDescending(one => one.Since.Since)
        .Select(one => ((ApiRow, ConditionMark)?)one)
        .FirstOrDefault();
}
