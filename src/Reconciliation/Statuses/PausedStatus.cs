using System.Text.Json.Nodes;
using ApiBridge.Domain;

namespace ApiBridge.Reconciliation.Statuses;

/// <summary>
/// What is written on an object that is paused: that it is, and what would be lost otherwise. All else stays as it stands, the stamp included:
/// a status without one proves nothing, so that nothing need be noted there.
/// </summary>
internal static class PausedStatus
{
    /// <summary>The merge patch of the status; empty when it says all of that.</summary>
    /// <param name="api">The object as it was read.</param>
    /// <param name="isUnrecorded">Whether its own entry may hold something that no record tells.</param>
    /// <param name="gatewayWrites">How many writes to the gateway no write to the object followed yet.</param>
    /// <param name="leftover">What an earlier object of the name may have left; null when nothing is known.</param>
    /// <param name="time">The clock.</param>
    public static JsonObject PatchOf(ExposedApi api, bool isUnrecorded, int gatewayWrites, Leftover? leftover, TimeProvider time)
    {
        var wanted = new JsonObject { ["conditions"] = Conditions(api, time) };
        if (api.Status.Ready is null)
        {
            wanted["implementation"] = new JsonObject { ["ready"] = false }; // The Component operator reads it unguarded.
        }

        if (api.Status.IsOwn)
        {
            wanted["apiBridge"] = Unrecorded(api.Status, isUnrecorded, gatewayWrites, leftover, time);
        }
        else if (gatewayWrites > 0)
        {
            // Proves nothing without a stamp, but whoever read the object before has to conflict.
            wanted["apiBridge"] = new JsonObject { [UnansweredNote.Field] = UnansweredNote.At(time) };
        }

        return MergePatch.Between(api.Status.Json, wanted);
    }

    private static JsonArray Conditions(ExposedApi api, TimeProvider time)
    {
        var conditions = new ConditionDraft(api, time);
        conditions.SetPaused($"the annotation {ExposedApi.PausedAnnotation} is true, so nothing is done for the API until it is removed, unless the API is deleted or leaves the scope");
        return conditions.ToJson();
    }

    private static JsonObject Unrecorded(ExposedApiStatus status, bool isUnrecorded, int gatewayWrites, Leftover? leftover, TimeProvider time)
    {
        var bridge = new JsonObject();
        if (isUnrecorded)
        {
            bridge[UnansweredNote.Field] = UnansweredNote.At(time);
        }

        if (gatewayWrites > 0)
        {
            bridge["gatewayWrites"] = status.GatewayWrites + gatewayWrites;
        }

        if (leftover is not null && status.Leftovers.All(left => left.Entry != leftover.Entry))
        {
            bridge["left"] = LeftoverList.Of([.. status.Leftovers, leftover]);
        }

        return bridge;
    }
}
