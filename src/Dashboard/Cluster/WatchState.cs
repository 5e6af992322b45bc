namespace ApiBridge.Dashboard.Cluster;

/// <summary>How a connection is doing, for the page to say so.</summary>
/// <param name="what">What is seen through it, as the beginning of a sentence.</param>
/// <param name="time">The clock.</param>
public sealed class WatchState(string what, TimeProvider time)
{
    private readonly Lock _lock = new();
    private string? _problem;

    /// <summary>Raised when what is said changes, on any thread.</summary>
    public event EventHandler? Changed;

    /// <summary>What is seen through it.</summary>
    public string What => what;

    /// <summary>What is wrong, in one line; null when nothing is.</summary>
    public string? Problem
    {
        get
        {
            lock (_lock)
            {
                return _problem;
            }
        }
    }

    /// <summary>Since when something is wrong.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>Whether all that is there was read to its end once.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>It works.</summary>
    public void Works() => Set(problem: null, IsComplete);

    /// <summary>All that is there was read to its end.</summary>
    public void Completes() => Set(problem: null, isComplete: true);

    /// <summary>It does not.</summary>
    /// <param name="problem">Why, in one line.</param>
    public void Fails(string problem) => Set(problem, IsComplete);

    private void Set(string? problem, bool isComplete)
    {
        lock (_lock)
        {
            if (_problem == problem && IsComplete == isComplete)
            {
                return;
            }

            Since = _problem is null ? time.GetUtcNow() : Since;
            (_problem, IsComplete) = (problem, isComplete);
        }

        Changed?.Invoke(this, EventArgs.Empty);
    }
}
