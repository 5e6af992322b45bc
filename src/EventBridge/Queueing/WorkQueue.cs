using ApiBridge.EventBridge.Resilience;

namespace ApiBridge.EventBridge.Queueing;

/// <summary>
/// Keys that want work, each at most once: a key added again while it waits is one entry, and a key added while it is worked on waits
/// until that is done. A key whose work failed comes back after a wait of its own. (The semantics are those of client-go's workqueue.)
/// </summary>
/// <typeparam name="TKey">What names the work.</typeparam>
internal sealed class WorkQueue<TKey> : IDisposable
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Queue<TKey> _ready = new();
    private readonly Dictionary<TKey, int> _failures = [];

    // Each with the timestamp since when the key has wanted work.
    private readonly Dictionary<TKey, long> _dirty = [];
    private readonly Dictionary<TKey, long> _processing = [];
    private readonly Dictionary<TKey, (ITimer Timer, long Since)> _delayed = [];
    private readonly SemaphoreSlim _signal = new(0);
    private readonly TimeSpan _initialBackoff;
    private readonly TimeSpan _maxBackoff;
    private readonly TimeProvider _time;
    private TaskCompletionSource _idle = Completed();
    private bool _disposed;

    public WorkQueue(TimeSpan initialBackoff, TimeSpan maxBackoff, TimeProvider time)
    {
        _initialBackoff = initialBackoff;
        _maxBackoff = maxBackoff;
        _time = time;
    }

    /// <summary>Keys that could be taken now, or once their present work is done.</summary>
    public int Waiting => Locked(() => _dirty.Count);

    /// <summary>Keys being worked on.</summary>
    public int InProgress => Locked(() => _processing.Count);

    /// <summary>Keys that wait out a backoff.</summary>
    public int Delayed => Locked(() => _delayed.Count);

    /// <summary>For how long the key that has wanted work the longest has wanted it; zero when none does.</summary>
    public TimeSpan OldestAge => Locked(() =>
    {
        var since = _dirty.Values.Concat(_processing.Values).Concat(_delayed.Values.Select(delayed => delayed.Since));
        return _time.GetElapsedTime(since.DefaultIfEmpty(_time.GetTimestamp()).Min());
    });

    /// <summary>Marks a key as wanting work, at once even when it waits out a backoff.</summary>
    public void Add(TKey key)
    {
        lock (_lock)
        {
            var since = CancelDelay(key) ?? _time.GetTimestamp();
            if (_disposed || !_dirty.TryAdd(key, since))
            {
                return;
            }

            if (_idle.Task.IsCompleted)
            {
                _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            if (!_processing.ContainsKey(key))
            {
                Enqueue(key);
            }
        }
    }

    /// <summary>Waits for a key and takes it. Whoever takes it calls <see cref="Done"/> or <see cref="Retry"/>.</summary>
    public async Task<TKey> TakeAsync(CancellationToken cancellationToken)
    {
        await _signal.WaitAsync(cancellationToken);
        lock (_lock)
        {
            var key = _ready.Dequeue();
            _dirty.Remove(key, out var since);
            _processing.Add(key, since);
            return key;
        }
    }

    /// <summary>The work on a key succeeded; its failures are forgotten.</summary>
    public void Done(TKey key)
    {
        lock (_lock)
        {
            _failures.Remove(key);
            Release(key);
        }
    }

    /// <summary>The work on a key failed: it comes back after a wait that doubles with each failure, unless it is added before.</summary>
    public void Retry(TKey key)
    {
        lock (_lock)
        {
            var failures = _failures[key] = _failures.GetValueOrDefault(key) + 1;
            var since = _processing[key];
            if (_dirty.ContainsKey(key))
            {
                _dirty[key] = since;
            }
            else if (!_disposed)
            {
                var wait = Backoff.Jittered(Backoff.After(failures, _initialBackoff, _maxBackoff));
                _delayed[key] = (_time.CreateTimer(_ => Add(key), state: null, wait, Timeout.InfiniteTimeSpan), since);
            }

            Release(key);
        }
    }

    /// <summary>The work on a key was abandoned: it is at the end of the queue again, without a wait.</summary>
    public void Return(TKey key)
    {
        lock (_lock)
        {
            _dirty[key] = _processing[key];
            Release(key);
        }
    }

    /// <summary>Waits until no key waits to be taken and none is worked on. Those that wait out a backoff are not waited for.</summary>
    public async Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        Task idle;
        lock (_lock)
        {
            idle = _idle.Task;
        }

        await idle.WaitAsync(cancellationToken);
    }

    /// <summary>Ends it: what is added from then on, by a timer that fires just now perhaps, is left aside.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (var (timer, _) in _delayed.Values)
            {
                timer.Dispose();
            }

            _delayed.Clear();
        }

        _signal.Dispose();
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private void Release(TKey key)
    {
        _processing.Remove(key);
        if (_dirty.ContainsKey(key))
        {
            Enqueue(key);
        }
        else if (_dirty.Count == 0 && _processing.Count == 0)
        {
            _idle.TrySetResult();
        }
    }

    private void Enqueue(TKey key)
    {
        if (_disposed)
        {
            return;
        }

        _ready.Enqueue(key);
        _signal.Release();
    }

    // Since when a key has wanted work that waited out a backoff until now; null when none did.
    private long? CancelDelay(TKey key)
    {
        if (!_delayed.Remove(key, out var delayed))
        {
            return null;
        }

        delayed.Timer.Dispose();
        return delayed.Since;
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }
}
