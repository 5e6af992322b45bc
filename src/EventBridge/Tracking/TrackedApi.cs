using ApiBridge.Domain;
using ApiBridge.EventBridge.Configuration;
using ApiBridge.Shared.Resilience;

namespace ApiBridge.EventBridge.Tracking;

/// <summary>An ExposedAPI as it was last seen, and since when it lacks something.</summary>
internal sealed class TrackedApi
{
    private const double Spread = 0.2;

    public TrackedApi(ApiSnapshot snapshot) => Snapshot = snapshot;

    public ApiSnapshot Snapshot { get; private set; }

    /// <inheritdoc cref="ApiSnapshot.Claim"/>
    public PathClaim Claim => Snapshot.Claim;

    /// <inheritdoc cref="ApiSnapshot.Seniority"/>
    public Seniority Seniority => Snapshot.Seniority;

    /// <summary>What it lacks by its status and its neighbours.</summary>
    public Need Need { get; set; }

    /// <summary>What it lacks by what it depends on.</summary>
    public ConvergenceGap? DependentGap { get; set; }

    /// <summary>What it lacks by its Component's entry; <see cref="ComponentMends"/> asks for the message.</summary>
    public ConvergenceGap? EntryGap { get; set; }

    /// <summary>Timestamp of when its deletion was first seen while it had our finalizer; 0 when it was not.</summary>
    public long DeletionSeen { get; private set; }

    /// <summary>How often it was resynced since it last changed.</summary>
    public int Resyncs { get; set; }

    /// <summary>Timestamp of when it was last sent.</summary>
    public long LastSent { get; private set; }

    /// <summary>How long after that it is due for a resync, if it still lacks something then.</summary>
    public TimeSpan ResyncAfter { get; private set; }

    /// <summary>Whether it lacks nothing by its status and by what that depends on.</summary>
    public bool IsConverged => Need.Gap is null && DependentGap is null;

    /// <summary>Whether it lacks nothing at all.</summary>
    public bool IsComplete => IsConverged && EntryGap is null;

    /// <summary>Whether an elder's claim keeps it from its path, whether its status says so already or not.</summary>
    public bool Waits => Need.Gap is ConvergenceGap.Waits
        || (Snapshot is { Says: RegistrationWord.Waits, IsBeingDeleted: false } && Need.Gap is not (ConvergenceGap.NotRegistered or ConvergenceGap.LeavesScope));

    /// <summary>Timestamp of since when it has lacked something, whatever that was meanwhile; 0 while it lacks nothing.</summary>
    public long LackingSince { get; private set; }

    /// <summary>Notes whether it lacks something, once all that it may lack is worked out.</summary>
    public void Weigh(long now) => LackingSince = IsComplete ? 0 : LackingSince == 0 ? now : LackingSince;

    /// <summary>Takes over what was seen of it, its name apart: that it has, and others share it.</summary>
    public void See(ApiSnapshot snapshot, long now)
    {
        Snapshot = snapshot.NamedAs(Snapshot);
        if (snapshot is { IsBeingDeleted: true, IsHeld: true } && DeletionSeen == 0)
        {
            DeletionSeen = now;
        }
    }

    /// <summary>
    /// Notes that it is sent, and draws when it is due again: the first time after the period and not before; later ones are spread. Also
    /// the second comes after a period, for a worker that is killed may have had the first in hand beside what it was about.
    /// </summary>
    public void Sent(long now, int resyncs, ResyncOptions options, Random random)
    {
        (Resyncs, LastSent) = (resyncs, now);
        var wait = Backoff.After(resyncs, options.Period, options.MaxPeriod);
        ResyncAfter = resyncs == 0 ? wait : wait * (1 - (Spread * random.NextDouble()));
    }

    /// <summary>Notes that its message leaves now: it may have waited, for a queue that was away perhaps.</summary>
    public void Leaves(long now) => LastSent = now;

    /// <summary>Whether it has lacked something for as long as it was to wait.</summary>
    public bool IsDue(TimeProvider time) => !IsConverged && time.GetElapsedTime(LastSent) >= ResyncAfter;

    /// <summary>
    /// Whether it is gone by way of its finalizer. A deletion that was announced passes through that, and its message carries the registration, in
    /// case that somebody strips the finalizer before. Where a worker failed since, or the message may be lost, it is told again.
    /// </summary>
    public bool WasReleased(TimeProvider time, ResyncOptions options) =>
        Snapshot is { IsBeingDeleted: true, IsInDoubt: false, IsUnreadable: false } && DeletionSeen != 0 && time.GetElapsedTime(DeletionSeen) < options.Period;

    /// <summary>What comes of its having been seen.</summary>
    /// <param name="before">How it looked before.</param>
    /// <param name="isListed">Whether it was listed: then whatever it lacks asks for a message.</param>
    public Decision DecisionSince(Look before, bool isListed) =>
        IsConverged ? Decision.Converged
        : isListed ? Decision.Listed
        : Need.Gap is ConvergenceGap.AdoptedByAnother ? Decision.Echo
        : Snapshot.AsksForWorkSince(before.Snapshot) || (Need.IsNewSince(before.Need, Snapshot) && !IsToldOf(before)) ? Decision.Changed
        : !Snapshot.IsUndecided && DependentGap is not null && !before.HadDependentGap ? Decision.Readiness
        : Decision.Echo;

    // That its status says now what its Component's entry said before is the work of whoever looked at it for that.
    private bool IsToldOf(Look before) => Need.Gap is ConvergenceGap.ComponentNotNotified && before.EntryGap is not null;

    /// <summary>
    /// Notes that it was seen, and is not sent. One that lacks something else than before has somebody at work on it, who may be cut off: it is
    /// due within a period, however often it was resynced.
    /// </summary>
    public void Noted(Look before, TimeProvider time, ResyncOptions options)
    {
        if (IsConverged)
        {
            Resyncs = 0;
        }
        else if (before.Snapshot is null)
        {
            // Whoever adopted it may be about to release it, and is given a period for that.
            (Resyncs, LastSent, ResyncAfter) = (0, time.GetTimestamp(), options.Period);
        }
        else if (Snapshot.MovedOnSince(before.Snapshot))
        {
            var due = time.GetElapsedTime(LastSent) + options.Period;
            (Resyncs, ResyncAfter) = (0, ResyncAfter < due ? ResyncAfter : due);
        }
    }
}
