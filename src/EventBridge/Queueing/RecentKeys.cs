namespace ApiBridge.EventBridge.Queueing;

/// <summary>Keys that something was done about a moment ago; older ones are forgotten.</summary>
/// <typeparam name="TKey">What names the work.</typeparam>
internal sealed class RecentKeys<TKey>
    where TKey : notnull
{
    private readonly Dictionary<TKey, long> _times = [];
    private readonly Queue<(TKey Key, long Time)> _order = new();
    private readonly TimeSpan _span;
    private readonly TimeProvider _time;

    /// <param name="span">For how long a key counts as recent.</param>
    /// <param name="time">The clock.</param>
    public RecentKeys(TimeSpan span, TimeProvider time)
    {
        _span = span;
        _time = time;
    }

    /// <summary>Something was done about a key just now.</summary>
    public void Add(TKey key)
    {
        Forget();
        var now = _time.GetTimestamp();
        _times[key] = now;
        _order.Enqueue((key, now));
    }

    /// <summary>For how long a key still counts as recent; zero when it does not.</summary>
    public TimeSpan Remaining(TKey key)
    {
        Forget();
        return _times.TryGetValue(key, out var time) ? _span - _time.GetElapsedTime(time) : TimeSpan.Zero;
    }

    private void Forget()
    {
        while (_order.TryPeek(out var oldest) && _time.GetElapsedTime(oldest.Time) >= _span)
        {
            _order.Dequeue();
            if (_times[oldest.Key] == oldest.Time)
            {
                _times.Remove(oldest.Key);
            }
        }
    }
}
