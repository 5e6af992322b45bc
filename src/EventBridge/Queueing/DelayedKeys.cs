namespace ApiBridge.EventBridge.Queueing;

/// <summary>Keys that wait until a time of their own. Not safe for use by several threads at once.</summary>
/// <typeparam name="TKey">What names the work.</typeparam>
internal sealed class DelayedKeys<TKey> : IDisposable
    where TKey : notnull
{
    private readonly Dictionary<TKey, (ITimer Timer, long Since)> _keys = [];
    private readonly Action<TKey> _due;
    private readonly TimeProvider _time;

    /// <param name="due">Told each key when its wait is over; it takes it out.</param>
    /// <param name="time">The clock.</param>
    public DelayedKeys(Action<TKey> due, TimeProvider time)
    {
        _due = due;
        _time = time;
    }

    /// <summary>How many wait.</summary>
    public int Count => _keys.Count;

    /// <summary>The keys, as they are now.</summary>
    public IReadOnlyList<TKey> All => [.. _keys.Keys];

    /// <summary>For each key the timestamp since when it has wanted work.</summary>
    public IEnumerable<long> Since => _keys.Values.Select(static delayed => delayed.Since);

    /// <summary>Lets a key wait.</summary>
    public void Add(TKey key, long since, TimeSpan wait) =>
        _keys[key] = (_time.CreateTimer(_ => _due(key), state: null, wait, Timeout.InfiniteTimeSpan), since);

    /// <summary>Takes a key out, whether or not its wait is over.</summary>
    /// <returns>Since when it has wanted work; null when it does not wait.</returns>
    public long? Take(TKey key)
    {
        if (!_keys.Remove(key, out var delayed))
        {
            return null;
        }

        delayed.Timer.Dispose();
        return delayed.Since;
    }

    public void Dispose()
    {
        foreach (var (timer, _) in _keys.Values)
        {
            timer.Dispose();
        }

        _keys.Clear();
    }
}
