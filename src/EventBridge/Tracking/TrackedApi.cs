using ApiBridge.Domain;

namespace ApiBridge.EventBridge.Tracking;

/// <summary>An ExposedAPI as it was last seen, and since when it lacks something.</summary>
internal sealed class TrackedApi
{
    public TrackedApi(ApiSnapshot snapshot) => Snapshot = snapshot;

    public ApiSnapshot Snapshot { get; set; }

    /// <summary>What it lacks by what it depends on.</summary>
    public ConvergenceGap? DependentGap { get; set; }

    /// <summary>Timestamp of when its deletion was first seen.</summary>
    public long DeletionSeen { get; set; }

    /// <summary>Timestamp of when it was last sent, or began to lack something.</summary>
    public long LastAsked { get; set; }

    /// <summary>How often it was resynced since then.</summary>
    public int Resyncs { get; set; }

    /// <summary>How long until the next resync, drawn when it was last sent.</summary>
    public TimeSpan ResyncAfter { get; set; }

    public bool IsConverged => Snapshot.OwnGap is null && DependentGap is null;
}
