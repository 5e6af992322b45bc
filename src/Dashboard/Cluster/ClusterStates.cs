namespace ApiBridge.Dashboard.Cluster;

/// <summary>How the watches of the whole process are doing.</summary>
public sealed class ClusterStates
{
    private readonly List<WatchState> _all = [];

    /// <summary>Raised when one changes, on any thread.</summary>
    public event EventHandler? Changed;

    /// <summary>All.</summary>
    public IReadOnlyList<WatchState> All
    {
        get
        {
            lock (_all)
            {
                return [.. _all];
            }
        }
    }

    internal WatchState Add(WatchState state)
    {
        lock (_all)
        {
            _all.Add(state);
        }

        state.Changed += (_, _) => Changed?.Invoke(this, EventArgs.Empty);
        return state;
    }
}
