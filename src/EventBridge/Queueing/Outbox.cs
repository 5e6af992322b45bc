using System.Collections.Concurrent;
using ApiBridge.Domain;
using ApiBridge.EventBridge.Configuration;
using Microsoft.Extensions.Options;

namespace ApiBridge.EventBridge.Queueing;

/// <summary>What waits to be sent: one entry an object, however much happens to it, for as long as the queue does not take it.</summary>
internal sealed class Outbox : IDisposable
{
    private readonly ConcurrentDictionary<ObjectKey, Hint> _hints = new();
    private readonly WorkQueue<ObjectKey> _keys;

    public Outbox(IOptions<QueueOptions> options, TimeProvider time, Random random) =>
        _keys = new(options.Value.Spacing, options.Value.InitialBackoff, options.Value.MaxBackoff, time, random);

    /// <summary>Entries that wait to be sent.</summary>
    public int Waiting => _keys.Waiting;

    /// <summary>Entries being sent.</summary>
    public int InProgress => _keys.InProgress;

    /// <summary>Entries that wait out a failed send, or the moment after the object's last message.</summary>
    public int Delayed => _keys.Delayed;

    /// <summary>For how long the oldest entry has been in; zero when there is none.</summary>
    public TimeSpan OldestAge => _keys.OldestAge;

    /// <summary>Whether an object has an entry that waits to be sent.</summary>
    public bool IsWaiting(ObjectKey key) => _hints.ContainsKey(key);

    /// <summary>Puts an entry in, or renews the one that waits.</summary>
    public void Add(ObjectKey key, Hint hint)
    {
        Put(key, hint, static (waiting, added) => waiting.MergedWith(added));
        _keys.Add(key);
    }

    /// <summary>Waits for an entry and takes it.</summary>
    public async Task<(ObjectKey Key, Hint Hint)> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var key = await _keys.TakeAsync(cancellationToken);
            if (_hints.TryRemove(key, out var hint))
            {
                return (key, hint);
            }

            // Its hint went out with the send before: added between that send's taking the key and taking the hint.
            _keys.Done(key);
        }
    }

    /// <summary>The queue acknowledged an entry.</summary>
    public void Sent(ObjectKey key) => _keys.Done(key);

    /// <summary>An entry could not be sent: it is tried again after a wait.</summary>
    public void NotSent(ObjectKey key, Hint hint)
    {
        Restore(key, hint);
        _keys.Retry(key);
    }

    /// <summary>The send of an entry was abandoned: it is kept for the next sender.</summary>
    public void Abandoned(ObjectKey key, Hint hint)
    {
        Restore(key, hint);
        _keys.Return(key);
    }

    /// <summary>Forgets the entries that the next list would make anew. Of what is gone no list tells: that stays.</summary>
    public void ForgetListed()
    {
        foreach (var entry in _hints.Where(static entry => entry.Value.Reason != EventReason.Deleted))
        {
            if (_hints.TryRemove(entry))
            {
                entry.Value.Watch.End(WatchOutcome.Forgotten);
            }
        }
    }

    /// <summary>Lets every entry go that waits: the bridge ends.</summary>
    public void Hurry() => _keys.Hurry();

    /// <summary>Waits until everything that can be sent is sent.</summary>
    public Task WhenIdleAsync(CancellationToken cancellationToken) => _keys.WhenIdleAsync(cancellationToken);

    public void Dispose() => _keys.Dispose();

    private void Restore(ObjectKey key, Hint hint) => Put(key, hint, static (newer, restored) => restored.MergedWith(newer));

    // Only what is in has an end to its spans: a merger that somebody else was faster than is made anew.
    private void Put(ObjectKey key, Hint hint, Func<Hint, Hint, Hint> merge)
    {
        while (!_hints.TryAdd(key, hint))
        {
            if (_hints.TryGetValue(key, out var waiting) && merge(waiting, hint) is var merged && _hints.TryUpdate(key, merged, waiting))
            {
                waiting.Watch.GoesOnIn(merged.Watch);
                hint.Watch.GoesOnIn(merged.Watch);
                return;
            }
        }
    }
}
