using ApiBridge.Domain;

namespace ApiBridge.Reconciliation;

/// <summary>Who claims what of the paths and names of one gateway.</summary>
internal static class Claims
{
    /// <summary>Whether <paramref name="other"/>, on the same gateway, claims the name of <paramref name="api"/>, or the path.</summary>
    public static bool IsRival(ExposedApi other, ExposedApi api, string path) =>
        other.Key.Uid != api.Key.Uid
        && ((IsHolder(other) && (other.Status.Registration!.Path == path || other.Key.Name == api.Key.Name))
            || (IsClaimant(other) && (other.Spec.Path == path || other.Key.Name == api.Key.Name)));

    /// <summary>Whether it has a registration on record: it may still come back to that, and would find its record right.</summary>
    public static bool IsHolder(ExposedApi api) => !api.IsBeingDeleted && api.Status.Registration is not null;

    /// <summary>Whether it can be registered.</summary>
    public static bool IsClaimant(ExposedApi api) => !api.IsBeingDeleted && SpecProblem.Of(api).Count == 0;

    /// <summary>Whether it says that it yielded, and could be registered.</summary>
    public static bool IsWaiting(ExposedApi api) =>
        IsClaimant(api) && api.Status.Condition(ConditionTypes.Registered) is { Reason: ConditionReasons.PathConflict };

    /// <summary>
    /// Whether somebody may have waited for what <paramref name="api"/>, as it was read, gives up by having <paramref name="record"/> now:
    /// the path it was registered under, or one that it only claimed, which nothing tells any more.
    /// </summary>
    public static bool LetGo(ExposedApi api, ApiRegistration? record) =>
        api.Status.Registration is { } held
            ? record?.Path != held.Path
            : api.Status.ObservedSpecHash.Length > 0 && api.Status.ObservedSpecHash != api.SpecHash;

    /// <summary>Only one that says it yielded holds nothing for sure: another worker may be registering any other right now.</summary>
    public static bool MayHold(ExposedApi api) =>
        api.Status.Registration is not null
        || api.Status.Condition(ConditionTypes.Registered) is not { Reason: ConditionReasons.PathConflict };

    /// <summary>Whether the claim of <paramref name="other"/> goes before that of <paramref name="api"/>.</summary>
    public static bool IsOlder(ExposedApi other, ExposedApi api) =>
        other.Created != api.Created
            ? other.Created < api.Created
            : string.CompareOrdinal(other.Key.ToString(), api.Key.ToString()) < 0;
}
