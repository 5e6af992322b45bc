using ApiBridge.Domain;

namespace ApiBridge.Reconciliation;

/// <summary>Who claims what of the paths of one gateway.</summary>
internal sealed class Claims(GatewayEntries entries, IReadOnlyList<string> reservedPaths)
{
    /// <summary>Whether <paramref name="other"/>, on the same gateway, claims a path, in its normal form, that <paramref name="api"/> claims.</summary>
    public bool IsRival(ExposedApi other, ExposedApi api, string path) =>
        other.Key.Uid != api.Key.Uid
        && !other.IsBeingDeleted
        && ((other.Spec.NormalPath == path && IsClaimant(other)) || Proven(other)?.NormalPath == path);

    /// <summary>Whether it can be registered.</summary>
    public bool IsClaimant(ExposedApi api) => !api.IsBeingDeleted && SpecProblem.Of(api, reservedPaths).Count == 0;

    /// <summary>Whether it says that it yielded, and could be registered.</summary>
    public bool IsWaiting(ExposedApi api) => IsClaimant(api) && SaysItYielded(api);

    /// <summary>
    /// Whether somebody may have waited for what <paramref name="api"/>, as it was read, gives up by having <paramref name="record"/> now:
    /// the path it was registered under, or one that it only claimed, which nothing tells any more.
    /// </summary>
    public bool LetGo(ExposedApi api, ApiRegistration? record) =>
        Proven(api) is { } held
            ? record?.NormalPath != held.NormalPath
            : api.Status.ObservedSpecHash.Length > 0 && api.Status.ObservedSpecHash != api.SpecHash;

    /// <summary>Only one that says it yielded holds nothing for sure: another worker may be registering any other right now.</summary>
    public bool MayHold(ExposedApi api) => Proven(api) is not null || !SaysItYielded(api);

    /// <summary>Whether the claim of <paramref name="other"/> goes before that of <paramref name="api"/>.</summary>
    public static bool IsOlder(ExposedApi other, ExposedApi api) =>
        other.Created != api.Created
            ? other.Created < api.Created
            : string.CompareOrdinal(other.Key.ToString(), api.Key.ToString()) < 0;

    private ApiRegistration? Proven(ExposedApi api) => StatusProof.Of(api, entries).Proven;

    private static bool SaysItYielded(ExposedApi api) =>
        api.Status.Condition(ConditionTypes.Registered) is { Reason: ConditionReasons.PathConflict };
}
