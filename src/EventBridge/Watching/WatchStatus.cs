using System.Collections.Concurrent;

namespace ApiBridge.EventBridge.Watching;

/// <summary>How a watch is doing, for probes and metrics. What it counts goes on from term to term.</summary>
internal sealed class WatchStatus
{
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<RestartCause, long> _restarts = new();
    private long? _started;
    private long? _lastContact;
    private long? _lastEvent;
    private string? _error;

    public WatchStatus(string resource, TimeProvider time)
    {
        Resource = resource;
        _time = time;
    }

    /// <summary>What is watched, <c>plural.group</c> and a namespace when only one.</summary>
    public string Resource { get; }

    /// <inheritdoc cref="WatchedResource.IsOptional"/>
    public bool IsOptional { get; set; }

    /// <summary>Whether it is watched in this term.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Whether all that is there was read to its end in this term.</summary>
    public bool IsSynced { get; private set; }

    /// <summary>How often all that is there was read to its end.</summary>
    public long Lists { get; private set; }

    /// <summary>How many watch events came, bookmarks left out.</summary>
    public long Events { get; private set; }

    /// <summary>How often a list or a watch was started again, by cause.</summary>
    public IReadOnlyDictionary<RestartCause, long> Restarts => _restarts;

    /// <summary>What is there and can't be read, in this term.</summary>
    public UnreadableObjects Unreadable { get; } = new();

    /// <summary>What went wrong last, until something goes well again.</summary>
    public string? Error
    {
        get
        {
            lock (_lock)
            {
                return _error;
            }
        }
    }

    /// <summary>How long ago the server was last heard; null when never in this term.</summary>
    public TimeSpan? Age => Since(ref _lastContact);

    /// <summary>
    /// For how long it has lacked word from the server: since it was last heard, or since the term began where it never was. Zero outside of a term, and
    /// for an optional one that fails, which the bridge does without.
    /// </summary>
    public TimeSpan Silence => IsOptional && Error is not null ? TimeSpan.Zero : Age ?? Since(ref _started) ?? TimeSpan.Zero;

    /// <summary>How long ago the last watch event came, bookmarks left out; null when none did in this term.</summary>
    public TimeSpan? EventAge => Since(ref _lastEvent);

    /// <summary>A term begins, unless it did before.</summary>
    public void Start()
    {
        lock (_lock)
        {
            IsActive = true;
            _started ??= _time.GetTimestamp();
        }
    }

    /// <summary>The term is over.</summary>
    public void End()
    {
        lock (_lock)
        {
            (IsActive, IsSynced, _error, _started, _lastContact, _lastEvent) = (false, false, null, null, null, null);
        }

        Unreadable.Keep(new HashSet<(string Namespace, string Name)>());
    }

    public void Heard(bool isEvent)
    {
        lock (_lock)
        {
            _lastContact = _time.GetTimestamp();
            _error = null;
            if (isEvent)
            {
                _lastEvent = _lastContact;
                Events++;
            }
        }
    }

    public void Listed()
    {
        Heard(isEvent: false);
        lock (_lock)
        {
            IsSynced = true;
            Lists++;
        }
    }

    public void Restarted(RestartCause cause) => _restarts.AddOrUpdate(cause, 1, static (_, count) => count + 1);

    public void Failed(RestartCause cause, string error)
    {
        Failed(error);
        Restarted(cause);
    }

    /// <summary>It could not even be started.</summary>
    public void Failed(string error)
    {
        lock (_lock)
        {
            _error = error;
        }
    }

    private TimeSpan? Since(ref long? timestamp)
    {
        lock (_lock)
        {
            return timestamp is { } value ? _time.GetElapsedTime(value) : null;
        }
    }
}
