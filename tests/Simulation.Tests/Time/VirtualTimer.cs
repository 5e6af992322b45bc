namespace ApiBridge.Simulation.Tests.Time;

/// <summary>A timer of the product on virtual time.</summary>
internal sealed class VirtualTimer : ITimer
{
    private readonly VirtualClock _clock;
    private readonly Action _callback;

    // Raised by every change, so that what was planned before it does nothing.
    private int _plan;

    public VirtualTimer(VirtualClock clock, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        (_clock, _callback) = (clock, () => callback(state));
        Change(dueTime, period);
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        var plan = ++_plan;
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            _clock.After(dueTime, () => Fire(plan, period));
        }

        return true;
    }

    public void Dispose() => _plan++;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Fire(int plan, TimeSpan period)
    {
        if (plan != _plan)
        {
            return;
        }

        if (period > TimeSpan.Zero)
        {
            _clock.After(period, () => Fire(plan, period));
        }

        _callback();
    }
}
