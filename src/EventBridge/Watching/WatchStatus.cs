namespace ApiBridge.EventBridge.Watching;

/// <summary>How a watch is doing, for probes and metrics.</summary>
internal sealed class WatchStatus
{
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private long _lastContact;
    private bool _everContacted;
    private string? _error;

    public WatchStatus(string resource, TimeProvider time)
    {
        Resource = resource;
        _time = time;
    }

    /// <summary>What is watched, <c>plural.group</c> and a namespace when only one.</summary>
    public string Resource { get; }

    /// <summary>Whether a list was read to its end in this term.</summary>
    public bool IsSynced { get; private set; }

    /// <summary>How many lists were read to their end.</summary>
    public long Lists { get; private set; }

    /// <summary>How many watch events came, bookmarks left out.</summary>
    public long Events { get; private set; }

    /// <summary>How many lists and watches failed.</summary>
    public long Failures { get; private set; }

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

    /// <summary>How long ago the server was last heard; null when never.</summary>
    public TimeSpan? Age
    {
        get
        {
            lock (_lock)
            {
                return _everContacted ? _time.GetElapsedTime(_lastContact) : null;
            }
        }
    }

    public void Heard(bool isEvent)
    {
        lock (_lock)
        {
            _lastContact = _time.GetTimestamp();
            _everContacted = true;
            _error = null;
            Events += isEvent ? 1 : 0;
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

    public void Failed(string error)
    {
        lock (_lock)
        {
            _error = error;
            Failures++;
        }
    }
}
