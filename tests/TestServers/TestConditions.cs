using System.Globalization;
using System.Text.Json.Nodes;
using ApiBridge.Domain;

namespace ApiBridge.TestServers;

/// <summary>The conditions that a worker leaves on an API.</summary>
public static class TestConditions
{
    /// <summary>Those of an API that names no Component.</summary>
    /// <param name="api">The API.</param>
    /// <param name="refusal">Why it is not registered; null where it is.</param>
    /// <param name="ready">Whether its implementation has a ready endpoint.</param>
    /// <returns>The list as it stands in a status.</returns>
    public static JsonArray Of(ExposedApi api, string? refusal = null, bool ready = false)
    {
        ArgumentNullException.ThrowIfNull(api);
        var registered = New(ConditionTypes.Registered, refusal is null, refusal ?? ConditionReasons.Accepted);
        var implementation = New(ConditionTypes.ImplementationReady, ready, ready ? ConditionReasons.EndpointsReady : ConditionReasons.NoReadyEndpoint);
        return
        [
            .. new[] { registered, implementation, DerivedConditions.PoliciesApplied(api.Spec), DerivedConditions.Ready(registered, implementation) }
                .OfType<Condition>()
                .Select(ToJson),
        ];
    }

    /// <summary>One condition as it stands in a status.</summary>
    /// <param name="condition">The condition.</param>
    public static JsonObject ToJson(Condition condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return new()
        {
            ["type"] = condition.Type,
            ["status"] = condition.Status.ToString(),
            ["reason"] = condition.Reason,
            ["message"] = condition.Message,
            ["lastTransitionTime"] = condition.LastTransitionTime.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
    }

    private static Condition New(string type, bool holds, string reason) =>
        new(type, holds ? ConditionStatus.True : ConditionStatus.False, reason, string.Empty, new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
}
