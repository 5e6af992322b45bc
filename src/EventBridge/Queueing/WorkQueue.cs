using ApiBridge.Shared.Resilience;

namespace ApiBridge.EventBridge.Queueing;

/// <summary>
/// Keys that want work, each at most once: a key added again while it waits is one entry, and a key added while it is worked on waits
/// until that is done. A key whose work failed comes back after a wait of its own. (The semantics are those of client-go's workqueue.)
/// Beyond that, a key is not taken twice within a moment: what changes many times in a burst is worked on at its beginning and its end.
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
    private readonly DelayedKeys<TKey> _delayed;
    private readonly SemaphoreSlim _signal = new(0);
    private readonly TimeSpan _initialBackoff;
    private readonly TimeSpan _maxBackoff;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly RecentKeys<TKey> _recent;
    private TaskCompletionSource _idle = Completed();
    private bool _hurries;
    private bool _disposed;

    /// <param name="spacing">The shortest time between the end of a key's work and its next; zero for none.</param>
    /// <param name="initialBackoff">The wait after a key's first failure, doubling with each further one.</param>
    /// <param name="maxBackoff">The longest such wait.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Where the spread of the waits is drawn from.</param>
    public WorkQueue(TimeSpan spacing, TimeSpan initialBackoff, TimeSpan maxBackoff, TimeProvider time, Random random)
    {
        _initialBackoff = initialBackoff;
        _maxBackoff = maxBackoff;
        _time = time;
        _random = random;
        _recent = new(spacing, time);
        _delayed = new(Add, time);
    }

    /// <summary>Keys that could be taken now, or once their present work is done.</summary>
    public int Waiting => Locked(() => _dirty.Count);

    /// <summary>Keys being worked on.</summary>
    public int InProgress => Locked(() => _processing.Count);

    /// <summary>Keys that wait out a backoff, or the moment after their last work.</summary>
    public int Delayed => Locked(() => _delayed.Count);

    /// <summary>For how long the key that has wanted work the longest has wanted it; zero when none does.</summary>
    public TimeSpan OldestAge => Locked(() =>
    {
        var since = _dirty.Values.Concat(_processing.Values).Concat(_delayed.Since);
        return _time.GetElapsedTime(since.DefaultIfEmpty(_time.GetTimestamp()).Min());
    });

    /// <summary>Marks a key as wanting work, at once even when it waits out a backoff.</summary>
    public void Add(TKey key)
    {
        lock (_lock)
        {
            var since = _delayed.Take(key) ?? _time.GetTimestamp();
            var isAtWork = _processing.ContainsKey(key);
            if (!isAtWork && !_dirty.ContainsKey(key) && TryDelay(key, since))
            {
                return;
            }

            if (_disposed || !_dirty.TryAdd(key, since))
            {
                return;
            }

            if (_idle.Task.IsCompleted)
            {
                _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            if (!isAtWork)
            {
                Enqueue(key);
            }
        }
    }

    /// <summary>Lets every key be taken that waits out something, and from then on lets none wait after its last work: there is an end.</summary>
    public void Hurry()
    {
        lock (_lock)
        {
            _hurries = true;
            foreach (var key in _delayed.All)
            {
                Add(key);
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
            _recent.Add(key);
            if (_dirty.TryGetValue(key, out var since) && TryDelay(key, since))
            {
                _dirty.Remove(key);
            }

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
            else
            {
                Delay(key, since, Backoff.Jittered(Backoff.After(failures, _initialBackoff, _maxBackoff), _random));
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

    /// <summary>Waits until no key waits to be taken and none is worked on. Those that wait out something are not waited for.</summary>
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
            _delayed.Dispose();
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

    private bool TryDelay(TKey key, long since)
    {
        var wait = _hurries ? TimeSpan.Zero : _recent.Remaining(key);
        if (wait <= TimeSpan.Zero)
        {
            return false;
        }

        Delay(key, since, wait);
        return true;
    }

    private void Delay(TKey key, long since, TimeSpan wait)
    {
        if (!_disposed)
        {
            _delayed.Add(key, since, wait);
        }
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }
}
