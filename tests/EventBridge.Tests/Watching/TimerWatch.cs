using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace ApiBridge.EventBridge.Tests.Watching;

/// <summary>A clock that stands until it is advanced, and tells which waits go on, so that a test advances it no sooner.</summary>
internal sealed class TimerWatch : FakeTimeProvider
{
    private readonly ConcurrentDictionary<Timer, TimeSpan> _pending = new();

    /// <summary>How many waits of such a length go on.</summary>
    public int Pending(Predicate<TimeSpan> length) => _pending.Values.Count(pending => length(pending));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(base.CreateTimer(callback, state, dueTime, period), this);
        _pending[timer] = dueTime;
        return timer;
    }

    private sealed class Timer(ITimer inner, TimerWatch watch) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(dueTime, period);

        public void Dispose()
        {
            watch._pending.TryRemove(this, out _);
            inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            watch._pending.TryRemove(this, out _);
            return inner.DisposeAsync();
        }
    }
}
