namespace ApiBridge.Simulation.Tests.Time;

/// <summary>Time that passes only from one thing that is due to the next: whatever waits, the product's timers too, waits here.</summary>
internal sealed class VirtualClock : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan LooksEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly PriorityQueue<Func<Task>, (long Due, long Order)> _due = new();
    private DateTimeOffset _now = Start;
    private long _order;

    /// <summary>How long the simulation has lasted.</summary>
    public TimeSpan Elapsed => _now - Start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new VirtualTimer(this, callback, state, dueTime, period);

    /// <summary>Does something later. What is due at the same moment is done in the order in which it was asked for.</summary>
    public void After(TimeSpan delay, Func<Task> action) => _due.Enqueue(action, ((_now + delay).Ticks, _order++));

    /// <summary>Does something later.</summary>
    public void After(TimeSpan delay, Action action) => After(delay, () =>
    {
        action();
        return Task.CompletedTask;
    });

    /// <summary>Does something as soon as a condition holds, unless that takes too long.</summary>
    public void When(Func<bool> condition, Action action) => When(condition, Elapsed + Patience, action);

    /// <summary>Goes to what is due next and does it.</summary>
    /// <returns>Whether anything was due up to <paramref name="until"/>; if not, it is that time now.</returns>
    public async Task<bool> RunNextAsync(TimeSpan until)
    {
        var end = Start + until;
        if (!_due.TryPeek(out _, out var next) || next.Due > end.Ticks)
        {
            _now = end > _now ? end : _now;
            return false;
        }

        _now = new(next.Due, TimeSpan.Zero);
        await _due.Dequeue()();
        return true;
    }

    private void When(Func<bool> condition, TimeSpan until, Action action)
    {
        if (condition())
        {
            action();
        }
        else if (Elapsed < until)
        {
            After(LooksEvery, () => When(condition, until, action));
        }
    }
}
