namespace ApiBridge.Shared.Resilience;

/// <summary>Waits that double up to a longest, each shortened by up to half at random so that replicas do not come in step.</summary>
public sealed class Backoff
{
    private readonly TimeSpan _initial;
    private readonly TimeSpan _max;
    private readonly TimeProvider _time;
    private int _failures;

    /// <summary>No failure yet.</summary>
    /// <param name="initial">The wait after the first failure.</param>
    /// <param name="max">The longest wait.</param>
    /// <param name="time">The clock.</param>
    public Backoff(TimeSpan initial, TimeSpan max, TimeProvider time)
    {
        _initial = initial;
        _max = max;
        _time = time;
    }

    /// <summary>The wait after a number of failures, without jitter.</summary>
    public static TimeSpan After(int failures, TimeSpan initial, TimeSpan max)
    {
        var ticks = initial.Ticks * Math.Pow(2, Math.Max(0, failures - 1));
        return ticks >= max.Ticks ? max : TimeSpan.FromTicks((long)ticks);
    }

    /// <summary>Stretches a wait to between half of itself and itself.</summary>
    public static TimeSpan Jittered(TimeSpan wait, Random random) => wait * (0.5 + (random.NextDouble() / 2));

    /// <summary>Forgets the failures: something went well.</summary>
    public void Reset() => _failures = 0;

    /// <summary>Counts a failure and waits, at least for as long as the server asked.</summary>
    public Task WaitAsync(TimeSpan? atLeast, CancellationToken cancellationToken)
    {
        var wait = Jittered(After(++_failures, _initial, _max), Random.Shared);
        return Task.Delay(atLeast > wait ? atLeast.Value : wait, _time, cancellationToken);
    }
}
