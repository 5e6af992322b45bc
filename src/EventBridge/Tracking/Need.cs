using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Tracking;

/// <summary>What an ExposedAPI lacks, by its status and its neighbours: a level, computed anew whenever one of them changes.</summary>
/// <param name="Gap">What it lacks; null when nothing.</param>
/// <param name="Blocker">The nearest elder that blocks the path that it wants, where that has a say in it.</param>
/// <param name="Holder">The nearest elder that holds the path that it keeps, where that has a say in it.</param>
internal readonly record struct Need(ConvergenceGap? Gap, TrackedApi? Blocker, TrackedApi? Holder)
{
    /// <summary>What an ExposedAPI lacks.</summary>
    /// <param name="api">The ExposedAPI.</param>
    /// <param name="blocker">The nearest elder that blocks the path that it wants.</param>
    /// <param name="holder">The nearest elder that holds the path that it keeps.</param>
    /// <param name="isWaitedFor">Whether the elder that it says it waits for still blocks the path.</param>
    public static Need Of(ApiSnapshot api, TrackedApi? blocker, TrackedApi? holder, bool isWaitedFor)
    {
        var gap = GapOf(api, isWaitedFor || blocker is not null, holder is not null, isWaitedFor);
        return gap is null or ConvergenceGap.Deleting or ConvergenceGap.LeavesScope or ConvergenceGap.Paused
            or ConvergenceGap.AddressDiffers or ConvergenceGap.ConditionsOutdated or ConvergenceGap.ComponentNotNotified
            ? new(gap, null, null)
            : new(gap, blocker, holder);
    }

    /// <summary>
    /// Whether it asks for a message that the one before it did not. What its own status newly says may be what a worker left to a retry that is
    /// on its way; a neighbour that changed is news to that one, too.
    /// </summary>
    /// <param name="before">The need before.</param>
    /// <param name="status">What its status says now.</param>
    public bool IsNewSince(Need before, ApiSnapshot status) => this != before && Gap switch
    {
        null or ConvergenceGap.Refused or ConvergenceGap.AdoptedByAnother => false,
        _ when (Blocker, Holder) != (before.Blocker, before.Holder) => true,
        _ when status.IsLeftToRetry => false,
        ConvergenceGap.AddressDiffers or ConvergenceGap.ConditionsOutdated or ConvergenceGap.ComponentNotNotified => before.Gap is null,
        _ => true,
    };

    private static ConvergenceGap? GapOf(ApiSnapshot api, bool isBlocked, bool isHeldByElder, bool isWaitedFor) => api.OwnGap switch
    {
        ConvergenceGap.Deleting or ConvergenceGap.NotAdopted or ConvergenceGap.SpecChanged
            or ConvergenceGap.LeavesScope or ConvergenceGap.AdoptedByAnother => api.OwnGap,
        null when api.IsBeingDeleted => null,
        _ when api.IsPaused => api.OwnGap,
        _ when api.IsInDoubt => ConvergenceGap.Unsettled,
        _ when api.Claim.Held is not null && isHeldByElder => ConvergenceGap.GivesWay,
        ConvergenceGap.NotRegistered => (api.Says, isBlocked && api.Claim.Held != api.Claim.Wanted) switch
        {
            (RegistrationWord.Unusable, _) => api.StatusGap,
            (RegistrationWord.Refused, _) => ConvergenceGap.Refused,
            (RegistrationWord.Waits, true) when isWaitedFor => api.StatusGap,
            (_, true) => ConvergenceGap.Waits,
            _ => ConvergenceGap.NotRegistered,
        },
        var other => other,
    };
}
