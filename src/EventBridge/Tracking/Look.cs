using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Tracking;

/// <summary>How an ExposedAPI looked before it was seen again; the default when it is seen for the first time.</summary>
/// <param name="Snapshot">What was remembered of it.</param>
/// <param name="Need">What it lacked by its status and its neighbours.</param>
/// <param name="DependentGap">What it lacked by what it depends on.</param>
/// <param name="EntryGap">What it lacked by its Component's entry.</param>
internal readonly record struct Look(ApiSnapshot? Snapshot, Need Need, ConvergenceGap? DependentGap, ConvergenceGap? EntryGap)
{
    /// <summary>Whether it lacked something by what it depends on that no reconcile at work was about to look at.</summary>
    public bool HadDependentGap => Snapshot is { IsUndecided: false } && DependentGap is not null;
}
